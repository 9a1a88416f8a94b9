import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createProtocolConnection, PortMessageReader, PortMessageWriter } from 'vscode-languageserver-protocol/node';
import type { Health } from '../../server/protocol.ts';
import { defaultLimits, type Limits } from '../../server/supervisor/limits.ts';
import type { Message } from '../../server/supervisor/message.ts';
import { startThread } from '../../server/supervisor/node/thread.ts';
import { Supervisor } from '../../server/supervisor/supervisor.ts';
import type { AnalysisWorker } from '../../server/supervisor/worker.ts';
import { connectClient, type TestServer } from '../harness/server.ts';

/** A client of a supervisor in the test's own process, whose workers the test can end. */
export interface Supervised extends TestServer {
  /** What the supervisor has told about itself, the last last. */
  readonly health: Health[];
  /** How many workers have been started. */
  started(): number;
  /** Ends every worker, as a fault in it would. */
  kill(): void;
}

export const builtWorker = join(import.meta.dirname, '../../dist/server/worker.js');
export const misbehavingWorker = join(import.meta.dirname, 'misbehaving-worker.cjs');

/** Starts a supervisor over a real connection, and initialises it as an editor would. */
export async function startSupervised(script = builtWorker, limits: Partial<Limits> = {}): Promise<Supervised> {
  const { port1, port2 } = new MessageChannel();
  const workers: AnalysisWorker[] = [];
  const health: Health[] = [];
  const supervisor = new Supervisor({
    clock: {
      now: () => performance.now(),
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    limits: { ...defaultLimits, ...limits },
    startWorker: (lane, _options, events) => {
      const worker = startThread(script, lane, events);
      workers.push(worker);
      return worker;
    },
    send: (message) => port2.postMessage(message),
    exit: () => port2.close(),
  });
  port2.on('message', (message: Message) => supervisor.receive(message));
  const connection = createProtocolConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
  connection.onNotification('convlens/health', (told: Health) => void health.push(told));
  const server = await connectClient(connection, { pid: process.pid, isAlive: () => true, end: () => port1.close() });
  return Object.assign(server, {
    health,
    started: () => workers.length,
    kill() {
      for (const worker of workers) worker.terminate();
    },
  });
}
