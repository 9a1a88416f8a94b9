/** The worker that analyses: it answers each file that it is sent. */
import { parentPort } from 'node:worker_threads';
import { answer } from './answer.ts';
import type { SeedFile } from './seeds.ts';

parentPort?.on('message', (file: SeedFile) => parentPort?.postMessage(answer(file)));
parentPort?.postMessage('ready');
