import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Listener<Event> = (event: Event) => void;
type Editor = {
  document: { uri: URL; languageId: string };
  selection: { active: { line: number; character: number } };
};

const listeners = vi.hoisted(() => ({
  selection: null as Listener<unknown> | null,
  analysed: null as Listener<unknown> | null,
}));
const editor = vi.hoisted(
  (): Editor => ({
    document: { uri: new URL('file:///net.ts'), languageId: 'typescript' },
    selection: { active: { line: 1, character: 0 } },
  }),
);

vi.mock('vscode', () => ({
  EventEmitter: class {
    private readonly heard: Listener<unknown>[] = [];
    event = (listener: Listener<unknown>) => this.heard.push(listener);
    fire(event: unknown) {
      for (const listener of this.heard) listener(event);
    }
    dispose() {}
  },
  window: {
    activeTextEditor: editor,
    visibleTextEditors: [editor],
    onDidChangeActiveTextEditor: () => ({ dispose() {} }),
    onDidChangeTextEditorSelection: (listener: Listener<unknown>) => {
      listeners.selection = listener;
      return { dispose() {} };
    },
  },
  commands: { executeCommand: async () => undefined },
  languages: { match: () => 1 },
}));

const { Cursor } = await import('../../client/common/cursor.ts');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells that the cursor has moved, also when it did so while the answer about its last place was on its way', async () => {
  const answers: Listener<object>[] = [];
  const server = {
    isWanted: true,
    request: () => new Promise<object>((resolve) => answers.push(resolve)),
    onAnalysed: (listener: Listener<unknown>) => {
      listeners.analysed = listener;
      return { dispose() {} };
    },
    log: () => {},
  };
  const cursor = new Cursor(server as never);
  const told: boolean[] = [];
  cursor.onMoved((place) => void told.push(place?.moved ?? false));
  await vi.advanceTimersByTimeAsync(0);
  // The first question is on its way; the cursor moves, and only then the answer comes.
  editor.selection = { active: { line: 7, character: 0 } };
  listeners.selection?.({ textEditor: editor });
  answers[0]?.({ model: null, layer: null });
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([false]);
  await vi.advanceTimersByTimeAsync(100);
  answers[1]?.({ model: null, layer: null });
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([false, true]);
  // Analysed again, nothing has moved.
  listeners.analysed?.({ uri: 'file:///net.ts' });
  await vi.advanceTimersByTimeAsync(0);
  answers[2]?.({ model: null, layer: null });
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([false, true, false]);
  cursor.dispose();
});
