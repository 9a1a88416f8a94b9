import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { connect } from './connect.ts';

declare const self: DedicatedWorkerGlobalScope;

connect(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)));
