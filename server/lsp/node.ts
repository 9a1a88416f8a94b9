import { parentPort, workerData } from 'node:worker_threads';
import { createConnection, PortMessageReader, PortMessageWriter } from 'vscode-languageserver/node';
import { connect } from './connect.ts';
import { diskPrograms } from './disk-programs.ts';
import { reportWork, type WorkReport } from './watch.ts';

/** The language server in a thread of its own, which a supervisor starts with the memory that they share. */
if (!parentPort) throw new Error('This is the server that server/supervisor starts in a thread.');
const port = parentPort;
const cancelled = new Int32Array(workerData as SharedArrayBuffer);
const clock = {
  now: () => performance.now(),
  after(milliseconds: number, run: () => void) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

connect(
  createConnection(new PortMessageReader(port), new PortMessageWriter(port)),
  clock,
  reportWork((report: WorkReport) => port.postMessage(report), cancelled),
  diskPrograms,
);
