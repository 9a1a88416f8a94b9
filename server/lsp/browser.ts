import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { connect } from './connect.ts';
import { reportWork, type WorkReport } from './watch.ts';

declare const self: DedicatedWorkerGlobalScope;

const clock = {
  now: () => performance.now(),
  after(milliseconds: number, run: () => void) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

// Pages that hold an editor are hardly ever isolated from other origins, and without that no memory is shared.
connect(
  createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)),
  clock,
  reportWork((report: WorkReport) => self.postMessage(report), null),
  null,
);
