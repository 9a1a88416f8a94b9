import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startServer, type TestServer } from '../harness/server.ts';
import { percentile } from './figures.ts';
import { type Project, writtenOut } from './frontend-programs.ts';
import { typing } from './typing.ts';

/** Keystroke to problems in a program of 1,000 layers: the median and the 95th percentile. */
export async function measureTyping(keystrokes = 90): Promise<{ readonly median: number; readonly high: number }> {
  const project = writtenOut(1000);
  const [uri = ''] = project.keys();
  const server = await startServer({}, project);
  try {
    for (const [file, text] of project) await server.open(file, text);
    const milliseconds: number[] = [];
    for (const keystroke of typing(project, keystrokes + warmUp)) {
      // A change of the imported file is felt where it is imported.
      const felt = keystroke.uri === uri ? null : server.nextProblems(uri);
      const start = performance.now();
      await Promise.all([server.change(keystroke.uri, keystroke.text), felt]);
      milliseconds.push(performance.now() - start);
    }
    const typed = milliseconds.slice(warmUp);
    return { median: percentile(typed, 0.5), high: percentile(typed, 0.95) };
  } finally {
    await server.stop();
  }
}

const warmUp = 20;

/** What the server's process has from the system, in megabytes, once every file of a workspace has been opened. */
export async function measureWorkspace(
  files: Project,
): Promise<{ readonly seconds: number; readonly resident: number }> {
  const server = await startServer({}, files);
  try {
    const start = performance.now();
    await Promise.all([...files].map(([uri, text]) => server.open(uri, text)));
    const seconds = (performance.now() - start) / 1000;
    const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' });
    return { seconds, resident: Number(kilobytes) / 1024 };
  } finally {
    await server.stop();
  }
}

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
    return {
      hover: percentile(hovers, 0.5),
      hoverAfterKeystroke: percentile(after, 0.5),
      problems: percentile(keystrokes, 0.5),
    };
  } finally {
    await server.stop();
  }
}

/** The text as if typing went on: another number in a comment at the end. */
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
