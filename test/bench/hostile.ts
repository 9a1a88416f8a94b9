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
  readonly processorSeconds: number;
  /** Megabytes that the server's process had at its largest. */
  readonly resident: number;
}

/** How long each file is open, with an edit of it in the middle. */
const seconds = 6;
const pause = 20;

/** Prints, for each kind of hostile file, how the server fares while it is open. */
export async function benchHostile(write: (line: string) => void): Promise<void> {
  write('hostile files, open for 6 s with one edit: hovers on another file, and what the process takes');
  const all: number[] = [];
  for (const [name, input] of Object.entries(hostileInputs)) {
    const { stalls, processorSeconds, resident } = await measure(input);
    all.push(...stalls);
    const hovers = `worst ${show(Math.max(...stalls))}, 99th percentile ${show(percentile(stalls, 0.99))}`;
    write(`  ${name}: ${hovers}; ${processorSeconds.toFixed(1)} s of processor; ${resident.toFixed(0)} MB`);
  }
  write(`  all: worst ${show(Math.max(...all))}, 99th percentile ${show(percentile(all, 0.99))}`);
}

async function measure({ file, text }: HostileInput): Promise<Cost> {
  const server = await startServer();
  try {
    await server.open(other, otherText);
    for (let round = 0; round < 5; round++) await hover(server);
    const before = processorSeconds(server.pid);
    const uri = `file:///project/${file}`;
    void server.open(uri, text);
    const stalls: number[] = [];
    const start = performance.now();
    for (let isEdited = false; performance.now() - start < seconds * 1000; ) {
      if (!isEdited && performance.now() - start > seconds * 500) {
        isEdited = true;
        void server.change(uri, `${text}\n`);
      }
      const asked = performance.now();
      await hover(server);
      stalls.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return { stalls, processorSeconds: processorSeconds(server.pid) - before, resident: peak(server.pid) };
  } finally {
    await server.stop();
  }
}

async function hover(server: TestServer): Promise<void> {
  const position = { line: 1, character: 52 };
  const params = { textDocument: { uri: other }, position };
  if (!(await server.connection.sendRequest('textDocument/hover', params)))
    throw new Error('no hover on the other file');
}

/** Of all threads of a process, from the kernel's ticks of 10 ms: fields 14 and 15 of its statistics. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peak(pid: number): number {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
