import {
  createServerPipeTransport,
  createServerSocketTransport,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Message } from '../message.ts';
import { Supervisor } from '../supervisor.ts';
import type { StartWorker } from '../worker.ts';

/** Serves the client that the command line names, with workers that `startWorker` starts, until that client is gone. */
export function serve(startWorker: StartWorker): void {
  const [reader, writer] = transport(process.argv.slice(2));
  const supervisor = new Supervisor({
    clock: {
      now: () => performance.now(),
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    startWorker,
    send: (message) => void writer.write(message),
    exit: (code) => process.exit(code),
  });
  // Without its client the server is of no use.
  reader.onClose(() => process.exit(1));
  process.on('disconnect', () => process.exit(1));
  reader.listen((message) => supervisor.receive(message as Message));
}

/** How the client is reached: as it says on the command line, in the words of vscode-languageserver. */
function transport([how = '', where = '']: readonly string[]): readonly [MessageReader, MessageWriter] {
  const [flag, value = where] = how.split('=');
  switch (flag) {
    case '--node-ipc':
      return [new IPCMessageReader(process), new IPCMessageWriter(process)];
    case '--stdio':
      return [new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout)];
    case '--socket':
      return createServerSocketTransport(Number(value));
    case '--pipe':
      return createServerPipeTransport(value);
    default:
      console.error('usage: node server/node.js --node-ipc | --stdio | --socket=PORT | --pipe=NAME');
      process.exit(2);
  }
}
