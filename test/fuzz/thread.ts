/** The worker that analyses: it answers each file that it is sent, and on `heap` how many megabytes it keeps. */
import { parentPort } from 'node:worker_threads';
import { keptMegabytes } from '../harness/kept-megabytes.ts';
import { answer } from './answer.ts';
import type { SeedFile } from './seeds.ts';

parentPort?.on('message', (asked: SeedFile | 'heap') =>
  parentPort?.postMessage(asked === 'heap' ? { kind: 'heap', megabytes: keptMegabytes() } : answer(asked)),
);
parentPort?.postMessage('ready');
