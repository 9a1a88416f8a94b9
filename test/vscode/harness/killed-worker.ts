import type { Message } from '../../../server/supervisor/message.ts';
import type { StartWorker } from '../../../server/supervisor/worker.ts';
import { killsUri, mostKills } from '../suite/kills.ts';

/** Starts workers as `start` does. Soon after it was told of an edit each is ended, until 50 have been. */
export function endAfterEdits(start: StartWorker, after: (milliseconds: number, run: () => void) => void): StartWorker {
  let kills = 0;
  return (lane, options, events) => {
    const worker = start(lane, options, events);
    let isEnding = false;
    // The suite sees the count as a problem of a file of its own.
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const diagnostics = [{ range, message: String(kills), source: 'convlens' }];
    const params = { uri: killsUri, diagnostics };
    if (kills > 0)
      after(0, () => events.onMessage({ jsonrpc: '2.0', method: 'textDocument/publishDiagnostics', params }));
    return {
      ...worker,
      post(message: Message) {
        worker.post(message);
        const isEdit = 'method' in message && message.method === 'textDocument/didChange';
        if (!isEdit || isEnding || kills === mostKills) return;
        isEnding = true;
        kills++;
        // Before it has read the edit, while it analyses it, after that.
        after((kills % 5) * 30, () => {
          worker.terminate();
          events.onEnd('crash');
        });
      },
    };
  };
}
