import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startServer, type TestServer } from '../harness/server.ts';

/** Median times in milliseconds, over a real connection to the built server. */
export interface ServerFigures {
  /** From asking for the hover on a layer of ResNet-50 to having it; the file has been analysed. */
  readonly hover: number;
  /** The same right after a keystroke, so that the file must be analysed first. */
  readonly hoverAfterKeystroke: number;
  /** From a keystroke in ResNet-50 to its problems. */
  readonly problems: number;
}

/** Measures the language server on `examples/resnet50.ts`. */
export async function measureServer(rounds = 40): Promise<ServerFigures> {
  const path = join(import.meta.dirname, '../../examples/resnet50.ts');
  const text = readFileSync(path, 'utf8');
  const uri = pathToFileURL(path).href;
  const server = await startServer();
  try {
    await server.open(uri, text);
    const position = positionOf(text, 'conv2d(');
    const ask = () => hover(server, uri, position);
    await repeat(10, ask);
    const hovers = await repeat(rounds, ask);
    const keystrokes = await repeat(rounds, (round) => server.change(uri, typed(text, round)));
    const after: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const problems = server.change(uri, typed(text, rounds + round));
      const start = performance.now();
      await ask();
      after.push(performance.now() - start);
      await problems;
    }
    return { hover: median(hovers), hoverAfterKeystroke: median(after), problems: median(keystrokes) };
  } finally {
    await server.stop();
  }
}

/** The text as if somebody went on typing: another number in a comment at the end. */
function typed(text: string, round: number): string {
  return `${text}\n// ${round}`;
}

async function hover(server: TestServer, uri: string, position: object): Promise<void> {
  const answer = await server.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  if (!answer) throw new Error('no hover on the layer that is measured');
}

function positionOf(text: string, needle: string): { line: number; character: number } {
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length + 1 };
}

async function repeat(times: number, run: (round: number) => Promise<unknown>): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    await run(round);
    milliseconds.push(performance.now() - start);
  }
  return milliseconds;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
