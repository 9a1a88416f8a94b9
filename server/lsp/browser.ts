import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { connect } from './connect.ts';

declare const self: DedicatedWorkerGlobalScope;

connect(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
});
