import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { Attributes } from '../../../core/vocabulary/operator.ts';
import { filmRows } from '../../../webview/models/film.ts';
import { noiseTensor } from '../../../webview/models/inputs.ts';
import { Engine, longestSilence, pingPause } from '../../../webview/run/engine.ts';
import { Runs, restAfter } from '../../../webview/run/runs.ts';
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
  const show = (change: Attributes = {}) => {
    const [read] = analysesOf(lenet);
    const layers = read.graph.layers.map((layer) =>
      layer.label === 'c1' ? { ...layer, attributes: { ...layer.attributes, ...change } } : layer,
    );
    const analysis = analyseGraph({ ...read.graph, layers });
    const model: State['model'] = {
      type: 'model',
      uri: uriOf(lenet),
      index: 0,
      version: 1,
      analysis,
      problems: [],
      canRun: true,
    };
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
  test('is sent once for several runs of a network, whatever file it is met in, and again after an edit', async () => {
    const { workers, show, run } = start();
    for (let i = 0; i < 3; i++) {
      await run();
      finish(workers[0]);
    }
    expect(workers[0].kinds()).toEqual(['model', 'run', 'run', 'run']);
    show();
    await run();
    finish(workers[0]);
    expect(workers[0].kinds().slice(4)).toEqual(['run']);
    show({ padding: 'valid' });
    await run();
    expect(workers[0].kinds().slice(5)).toEqual(['model', 'run']);
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

test('the worker is told what is on screen, and only what is new', async () => {
  const { workers, store, runs, run } = start();
  const [first, second, third] = store.state.rows.filter((row) => !row.foldable);
  await run();
  runs.see(new Set([second!.key]));
  const request = workers[0].lastRun();
  const steps = [first!.path, second!.path, third!.path];
  const visible = () => workers[0].heard.flatMap((message) => (message.type === 'visible' ? [message.steps] : []));
  expect(visible()).toEqual([]);
  workers[0].say({
    type: 'started',
    run: request.run,
    steps,
    bytes: [4, 4, 4],
    engine: info,
    weights: 'seeded',
    stops: [],
  });
  runs.see(new Set([second!.key]));
  expect(visible()).toEqual([[1]]);
  store.update({ selection: { ...store.state.selection, row: third!.key } });
  runs.show();
  expect(visible()).toEqual([[1], [1, 2]]);
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
      model: { type: 'model', uri: uriOf(lenet), index: 0, version: 1, analysis, problems: [], canRun: true },
      analysis,
    });
    runs.schedule(0);
    await vi.advanceTimersByTimeAsync(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.state.run).toMatchObject({ state: 'failed', reason: 'worker' });
  });
});

describe('hidden', () => {
  test('nothing runs, after a minute the worker ends, and what is owed runs when the panel is seen', async () => {
    const { workers, store, runs, run } = start();
    await run();
    finish(workers[0]);
    runs.setVisible(false);
    await vi.advanceTimersByTimeAsync(restAfter - 1);
    expect(workers[0].terminated).toBe(false);
    runs.setVisible(true);
    await vi.advanceTimersByTimeAsync(restAfter);
    expect(workers[0].kinds()).toEqual(['model', 'run']);
    runs.setVisible(false);
    await run();
    expect(workers[0].kinds()).toEqual(['model', 'run']);
    await vi.advanceTimersByTimeAsync(restAfter);
    expect(workers[0].terminated).toBe(true);
    runs.setVisible(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(workers[1].kinds()).toEqual(['model', 'run']);
    finish(workers[1]);
    expect(store.state.run.state).toBe('done');
  });
});

describe('before and after', () => {
  test('a run of more than 100 GMACs asks first, once', async () => {
    const { workers, store, runs, run } = start();
    const { analysis } = store.state;
    if (!analysis) throw new Error('nothing is shown');
    store.update({ analysis: { ...analysis, totals: { ...analysis.totals, macs: 167e9 } } });
    await run();
    expect(store.state.run).toEqual({ state: 'asking', macs: 167e9 });
    expect(workers).toEqual([]);
    runs.runNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(workers[0].kinds()).toEqual(['model', 'run']);
    finish(workers[0]);
    await run();
    expect(workers[0].kinds()).toEqual(['model', 'run', 'run']);
  });

  test('the time that is shown is what the reader waited, the weights included', async () => {
    const { workers, store, runs, run } = start();
    await run();
    runs.weightsArrived(0);
    runs.weightsArrived(4096);
    expect(store.state.run).toMatchObject({ weightsRead: 4096 });
    await vi.advanceTimersByTimeAsync(400);
    finish(workers[0]);
    expect(store.state.run).toMatchObject({ state: 'done', milliseconds: 1 });
    expect(store.state.last?.milliseconds).toBeGreaterThanOrEqual(400);
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
    problems: [],
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
  store.update({
    model: { type: 'model', uri: uriOf(lenet), index: 0, version: 1, analysis, problems: [], canRun: true },
    analysis,
  });
  runs.schedule(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(store.state.failure).toContain('Array buffer allocation failed');
});
