import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WorkReport } from '../../server/lsp/watch.ts';
import { nestedWorkers } from '../../server/supervisor/browser/nested-worker.ts';
import { defaultLimits } from '../../server/supervisor/limits.ts';
import { field, isRequest, type Message, notification, request, result } from '../../server/supervisor/message.ts';
import { Supervisor } from '../../server/supervisor/supervisor.ts';

const culprit = 'file:///project/culprit.ts';

/** A web worker as the supervisor sees it: it greets, falls silent or fails when it is given a text that says so. */
class FakeWorker {
  static readonly started: FakeWorker[] = [];
  onmessage: ((event: { data: Message | WorkReport }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;
  isTerminated = false;
  isSilent = false;

  constructor() {
    FakeWorker.started.push(this);
  }

  postMessage(message: Message): void {
    if (this.isSilent || this.isTerminated) return;
    const document = field(field(message, 'params'), 'textDocument');
    const fault = /TEST: (stall|crash)/.exec(String(field(document, 'text')))?.[1];
    if (fault) this.#fail(fault);
    else if (isRequest(message)) this.#say(result(message.id, { capabilities: {} }));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  #fail(fault: string): void {
    this.#say({ working: { uri: culprit, version: 1, number: 1 } });
    this.isSilent = fault === 'stall';
    if (fault === 'crash') this.onerror?.({ message: 'out of memory', preventDefault: vi.fn() });
  }

  #say(data: Message | WorkReport): void {
    this.onmessage?.({ data });
  }
}

let sent: Message[];
let supervisor: Supervisor;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('')));
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  FakeWorker.started.length = 0;
  sent = [];
  supervisor = new Supervisor({
    clock: {
      now: () => Date.now(),
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    startWorker: nestedWorkers(),
    send: (message) => sent.push(message),
    exit: () => undefined,
  });
  supervisor.receive(request(1, 'initialize', { initializationOptions: { worker: 'https://example.org/worker.js' } }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  supervisor.receive(notification('initialized', {}));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(text: string): void {
  const textDocument = { uri: culprit, languageId: 'typescript', version: 1, text };
  supervisor.receive(notification('textDocument/didOpen', { textDocument }));
}

function messageOfSetAside(): unknown {
  const problems = sent.flatMap((message) =>
    'method' in message && message.method === 'textDocument/publishDiagnostics'
      ? [field(message.params, 'diagnostics')]
      : [],
  );
  return field((problems.at(-1) as readonly unknown[] | undefined)?.[0], 'message');
}

async function expectAnswer(): Promise<void> {
  supervisor.receive(request(2, 'textDocument/hover', { textDocument: { uri: 'file:///project/other.ts' } }));
  await vi.waitFor(() => expect(sent).toContainEqual(result(2, { capabilities: {} })));
}

it('ends a web worker that is silent for as long as a stall takes, and sets its file aside', async () => {
  open('// TEST: stall');
  await vi.advanceTimersByTimeAsync(defaultLimits.stall - 1_000);
  expect(FakeWorker.started.map(({ isTerminated }) => isTerminated)).toEqual([false]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(FakeWorker.started.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  expect(messageOfSetAside()).toContain('did not end');
  await expectAnswer();
});

it('replaces a web worker that crashes twice over a file, and sets that file aside', async () => {
  open('// TEST: crash');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(FakeWorker.started.map(({ isTerminated }) => isTerminated)).toEqual([true, true, false]);
  expect(messageOfSetAside()).toContain('ended unexpectedly, twice');
  await expectAnswer();
});

it('ends a web worker that keeps the request of another file waiting, without setting anything aside', async () => {
  open('// TEST: stall');
  const { firstPatience, grace } = defaultLimits;
  supervisor.receive(request(2, 'textDocument/hover', { textDocument: { uri: 'file:///project/other.ts' } }));
  await vi.advanceTimersByTimeAsync(firstPatience + grace);
  expect(sent).toContainEqual(result(2, { capabilities: {} }));
  expect(messageOfSetAside()).toBeUndefined();
});
