import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { filmRows } from '../../../webview/models/film.ts';
import { noiseTensor } from '../../../webview/models/inputs.ts';
import { Engine, longestSilence, pingPause } from '../../../webview/run/engine.ts';
import { Runs } from '../../../webview/run/runs.ts';
import type { State } from '../../../webview/state/state.ts';
import { Store } from '../../../webview/state/store.ts';
import { analysesOf, uriOf } from '../analyses.ts';
import { FakeWorker } from './fake-worker.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const lenet = 'examples/lenet5.ts';

/** Runs of LeNet on workers that the test plays. */
function start() {
  const workers: FakeWorker[] = [];
  const store = new Store(() => {});
  const engine = new Engine(
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    { onMessage: (message) => message.type !== 'read' && runs.receive(message), onDead: (why) => runs.died(why) },
  );
  const inputs = { inputs: async () => [noiseTensor([1, 28, 28, 1], '0..1', 1)] };
  const runs = new Runs(store, inputs, engine);
  const show = () => {
    const [analysis] = analysesOf(lenet);
    const model: State['model'] = { type: 'model', uri: uriOf(lenet), index: 0, version: 1, analysis, canRun: true };
    store.update({ model, analysis, rows: filmRows(analysis) });
  };
  show();
  const run = async () => {
    runs.schedule(0);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { workers, store, runs, show, run, settle: () => vi.advanceTimersByTimeAsync(0) };
}

const info = { name: 'wasm', description: 'WebAssembly', note: null } as const;

function finish(worker: FakeWorker): void {
  const { run, weights } = worker.lastRun();
  worker.say({ type: 'started', run, steps: [['c1']], bytes: [4], engine: info, weights, stops: [] });
  worker.say({ type: 'done', run, milliseconds: [1] });
}

describe('the graph', () => {
  test('is sent once for several runs of a model, and again after an edit', async () => {
    const { workers, show, run } = start();
    for (let i = 0; i < 3; i++) {
      await run();
      finish(workers[0]);
    }
    expect(workers[0].kinds()).toEqual(['model', 'run', 'run', 'run']);
    show();
    await run();
    expect(workers[0].kinds().slice(4)).toEqual(['model', 'run']);
  });

  test('is sent again to a worker that no longer has it', async () => {
    const { workers, store, run } = start();
    await run();
    const { run: id } = workers[0].lastRun();
    workers[0].say({ type: 'modelNeeded', run: id });
    expect(workers[0].kinds()).toEqual(['model', 'run', 'model', 'run']);
    expect(workers[0].lastRun().run).toBe(id);
    finish(workers[0]);
    expect(store.state.run.state).toBe('done');
  });
});

describe('a worker that dies', () => {
  test('is replaced, and its run starts again with the graph', async () => {
    const { workers, store, run, settle } = start();
    await run();
    workers[0].crash();
    await settle();
    expect(workers[0].terminated).toBe(true);
    expect(workers).toHaveLength(2);
    expect(workers[1].kinds()).toEqual(['model', 'run']);
    finish(workers[1]);
    expect(store.state.run.state).toBe('done');
  });

  test('twice is told, and running again is up to the reader', async () => {
    const { workers, store, run, settle } = start();
    await run();
    workers[0].crash();
    await settle();
    workers[1].crash('out of memory');
    await settle();
    expect(workers).toHaveLength(2);
    expect(store.state.run).toMatchObject({ state: 'failed', reason: 'worker' });
    expect(store.state.run).toHaveProperty('message', expect.stringContaining('out of memory'));
    await run();
    expect(workers).toHaveLength(3);
    finish(workers[2]);
    expect(store.state.run.state).toBe('done');
  });

  test('after its run is over has lost the outputs: they are computed again, once', async () => {
    const { workers, store, run, settle } = start();
    await run();
    finish(workers[0]);
    workers[0].crash();
    await settle();
    finish(workers[1]);
    expect(store.state.run.state).toBe('done');
    workers[1].crash();
    await settle();
    expect(store.state.run.state).toBe('failed');
    expect(workers).toHaveLength(2);
  });

  test('while nothing runs is replaced when it is needed', async () => {
    const { workers, store, runs, run, settle } = start();
    await run();
    runs.cancel();
    workers[0].crash();
    await settle();
    expect(store.state.run.state).toBe('cancelled');
    await run();
    expect(workers.map((worker) => worker.kinds())).toEqual([
      ['model', 'run', 'cancel'],
      ['model', 'run'],
    ]);
  });

  test('or whose message can’t be read is replaced; what it says afterwards is not heard', async () => {
    const { workers, store, run, settle } = start();
    await run();
    workers[0].dispatchEvent(new Event('messageerror'));
    await settle();
    expect(workers).toHaveLength(2);
    finish(workers[0]);
    expect(store.state.run.state).toBe('running');
  });

  test('silently is noticed by pings that it does not answer; a busy one that answers late is not given up', async () => {
    const { workers, run } = start();
    await run();
    workers[0].hears = false;
    await vi.advanceTimersByTimeAsync(pingPause * longestSilence);
    expect(workers[0].terminated).toBe(false);
    workers[0].say({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(pingPause * longestSilence);
    expect(workers[0].terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(pingPause + 1);
    expect(workers[0].terminated).toBe(true);
    expect(workers).toHaveLength(2);
  });

  test('before it starts, where workers are not allowed, is told as well', async () => {
    const store = new Store(() => {});
    const engine = new Engine(
      () => {
        throw new Error('refused by a policy');
      },
      { onMessage: () => {}, onDead: (why) => runs.died(why) },
    );
    const runs: Runs = new Runs(store, { inputs: async () => [noiseTensor([1, 28, 28, 1], '0..1', 1)] }, engine);
    const [analysis] = analysesOf(lenet);
    store.update({
      model: { type: 'model', uri: uriOf(lenet), index: 0, version: 1, analysis, canRun: true },
      analysis,
    });
    runs.schedule(0);
    await vi.advanceTimersByTimeAsync(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.state.run).toMatchObject({ state: 'failed', reason: 'worker' });
  });
});

test('inputs above the memory budget are refused before they are made', async () => {
  const { workers, store, run } = start();
  const [analysis] = analysesOf(lenet);
  const model: State['model'] = {
    type: 'model',
    uri: uriOf(lenet),
    index: 0,
    version: 1,
    analysis,
    canRun: true,
    memoryBudget: 1000,
  };
  store.update({ model });
  await run();
  expect(store.state.run).toMatchObject({ state: 'failed', reason: 'compile' });
  expect(store.state.run).toHaveProperty('message', 'Its inputs take 3.06 KiB, and runs may take 1000 B.');
  expect(workers).toEqual([]);
});

test('an input that can’t be made is said', async () => {
  const store = new Store(() => {});
  const engine = new Engine(() => new FakeWorker(), { onMessage: () => {}, onDead: () => {} });
  const inputs = { inputs: () => Promise.reject(new RangeError('Array buffer allocation failed')) };
  const runs = new Runs(store, inputs, engine);
  const [analysis] = analysesOf(lenet);
  store.update({ model: { type: 'model', uri: uriOf(lenet), index: 0, version: 1, analysis, canRun: true }, analysis });
  runs.schedule(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(store.state.failure).toContain('Array buffer allocation failed');
});
