import type { MessagePort } from 'node:worker_threads';
import { createConnection, PortMessageReader, PortMessageWriter } from 'vscode-languageserver/node';
import { connect } from './connect.ts';
import { diskPrograms } from './disk-programs.ts';
import { reportWork, type WorkReport } from './watch.ts';

/** The language server in a thread of its own, which a supervisor starts with the memory that they share. */
export function serveThread(port: MessagePort, shared: SharedArrayBuffer): void {
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
    reportWork((report: WorkReport) => port.postMessage(report), new Int32Array(shared)),
    diskPrograms,
  );
}
