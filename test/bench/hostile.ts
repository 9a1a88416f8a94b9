import { readFileSync } from 'node:fs';
import { startServer, type TestServer } from '../harness/server.ts';
import { type HostileInput, hostileInputs } from '../hostile/inputs.ts';
import { percentile, show } from './figures.ts';

const other = 'file:///project/other.ts';
const otherText = `import * as tf from '@tensorflow/tfjs';
export const net = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });
`;

/** What a hostile file costs those who have it open. */
interface Cost {
  /** Milliseconds from asking for a hover on another file to having it. */
  readonly stalls: readonly number[];
  /** From opening the file to its problems, and from an edit to the next ones, of all threads. */
  readonly processorSeconds: readonly number[];
  /** Megabytes that the server's process had at its largest. */
  readonly resident: number;
}

/** After that many milliseconds without problems the file counts as one that was never answered. */
const longest = 60_000;
const pause = 20;

/** Prints how the server fares with each hostile file, or with those in whose name one of the words is. */
export async function benchHostile(write: (line: string) => void, words: readonly string[] = []): Promise<void> {
  write('hostile files, each opened and edited once: hovers on another file, and what the process takes');
  const all: number[] = [];
  for (const input of hostileInputs) {
    if (words.length > 0 && !words.some((word) => input.name.includes(word))) continue;
    const { stalls, processorSeconds, resident } = await measure(input);
    all.push(...stalls);
    const hovers = `worst ${show(Math.max(...stalls))}, 99th percentile ${show(percentile(stalls, 0.99))}`;
    const processor = processorSeconds.map((seconds) => seconds.toFixed(1)).join(' and ');
    write(`  ${input.name}: ${hovers}; ${processor} s of processor; ${resident.toFixed(0)} MB`);
  }
  write(`  all: worst ${show(Math.max(...all))}, 99th percentile ${show(percentile(all, 0.99))}`);
}

async function measure({ uri, text: make }: HostileInput): Promise<Cost> {
  const server = await startServer();
  try {
    await server.open(other, otherText);
    for (let round = 0; round < 5; round++) await hover(server);
    const text = make();
    const stalls: number[] = [];
    const processorSeconds = [
      await spentUntil(server, stalls, () => server.open(uri, text)),
      await spentUntil(server, stalls, () => server.change(uri, `${text}\n`)),
    ];
    return { stalls, processorSeconds, resident: peak(server.pid) };
  } finally {
    await server.stop();
  }
}

/** Hovers over the other file until the problems are there, and tells what the server has worked for them. */
async function spentUntil(server: TestServer, stalls: number[], ask: () => Promise<unknown>): Promise<number> {
  const before = processorSecondsOf(server.pid);
  const start = performance.now();
  let isAnswered = false;
  void ask().then(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    const asked = performance.now();
    if (asked - start > longest) return Number.POSITIVE_INFINITY;
    await hover(server);
    stalls.push(performance.now() - asked);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return processorSecondsOf(server.pid) - before;
}

async function hover(server: TestServer): Promise<void> {
  const position = { line: 1, character: 52 };
  const params = { textDocument: { uri: other }, position };
  if (!(await server.connection.sendRequest('textDocument/hover', params)))
    throw new Error('no hover on the other file');
}

/** Of all threads of a process, from the kernel's ticks of 10 ms: fields 14 and 15 of its statistics. */
function processorSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peak(pid: number): number {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
