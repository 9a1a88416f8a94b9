import { expect, test } from 'vitest';
import { noiseTensor } from '../../../webview/models/inputs.ts';
import type { FromWorker, ToWorker } from '../../../webview/worker/protocol.ts';
import { Runner } from '../../../webview/worker/runner.ts';
import { analysesOf } from '../analyses.ts';

const [{ graph }] = analysesOf('examples/lenet5.ts');

function request(run: number, model: number): Extract<ToWorker, { type: 'run' }> {
  const inputs = [noiseTensor([1, 28, 28, 1], '0..1', 1)];
  return { type: 'run', run, model, inputs, engine: 'reference', weights: 'seeded', seed: 1 };
}

/** The kinds of what a runner says until a run is over. */
async function run(runner: Runner, said: FromWorker[], id: number, model: number): Promise<readonly string[]> {
  said.length = 0;
  runner.start(request(id, model));
  const over = ({ type }: FromWorker) => type === 'done' || type === 'failed' || type === 'modelNeeded';
  await expect.poll(() => said.some(over), { timeout: 20_000 }).toBe(true);
  return said.map(({ type }) => type);
}

test('runs name their model; a graph that the worker has let go is asked for', async () => {
  const said: FromWorker[] = [];
  const runner = new Runner(
    (message) => said.push(message),
    () => Promise.resolve(null),
  );
  expect(await run(runner, said, 1, 1)).toEqual(['modelNeeded']);
  runner.keep(1, graph);
  expect(await run(runner, said, 2, 1)).toContain('done');
  expect(await run(runner, said, 3, 1)).toContain('done');
  for (let model = 2; model <= 5; model++) runner.keep(model, graph);
  expect(await run(runner, said, 4, 1)).toEqual(['modelNeeded']);
  expect(await run(runner, said, 5, 5)).toContain('done');
});

test('a step says what computed it where the engine left it to another', async () => {
  const said: FromWorker[] = [];
  const runner = new Runner(
    (message) => said.push(message),
    () => Promise.resolve(null),
  );
  runner.keep(1, graph);
  runner.start({ ...request(1, 1), engine: 'wasm' });
  await expect.poll(() => said.some(({ type }) => type === 'done'), { timeout: 20_000 }).toBe(true);
  const steps = said.flatMap((message) => (message.type === 'step' ? [message.summary] : []));
  const started = said.find((message) => message.type === 'started');
  expect(started?.type === 'started' && started.engine.name).toBe('wasm');
  expect(steps.flatMap(({ computedBy }) => (computedBy ? [computedBy] : []))).toEqual([
    { engine: 'reference', reason: 'activation softmax', partly: true },
  ]);
});

test('a run says how many bytes each of its steps makes', async () => {
  const said: FromWorker[] = [];
  const runner = new Runner(
    (message) => said.push(message),
    () => Promise.resolve(null),
  );
  runner.keep(1, graph);
  await run(runner, said, 1, 1);
  const started = said.find((message) => message.type === 'started');
  if (started?.type !== 'started') throw new Error('it has not started');
  const bytes = new Map(started.steps.map((path, step) => [path.join('/'), started.bytes[step]]));
  // 28·28·6 values of the output and 5·5·6 + 6 of the weights.
  expect(bytes.get('c1')).toBe(4 * (28 * 28 * 6 + 156));
});

test('an edit computes only the layers that it reaches', async () => {
  const said: FromWorker[] = [];
  const runner = new Runner(
    (message) => said.push(message),
    () => Promise.resolve(null),
  );
  const last = graph.layers.length - 1;
  const edited = {
    ...graph,
    layers: graph.layers.map((layer, index) =>
      index === last ? { ...layer, attributes: { ...layer.attributes, activation: 'linear' } } : layer,
    ),
  };
  runner.keep(1, graph);
  runner.keep(2, edited);
  await run(runner, said, 1, 1);
  const first = stepsOf(said);
  await run(runner, said, 2, 2);
  const second = stepsOf(said);
  expect(second.map(({ step }) => step)).toEqual(first.map(({ step }) => step));
  // What was not reached is told as it was; the last layer is another one.
  expect(second.slice(0, -1)).toEqual(first.slice(0, -1));
  expect(second.at(-1)?.statistics).not.toEqual(first.at(-1)?.statistics);
  // Run again, everything is computed.
  await run(runner, said, 3, 2);
  expect(stepsOf(said).map(({ statistics }) => statistics)).toEqual(second.map(({ statistics }) => statistics));
});

test('a network that ran before the last one is still there', async () => {
  const said: FromWorker[] = [];
  const runner = new Runner(
    (message) => said.push(message),
    () => Promise.resolve(null),
  );
  const other = { ...graph, layers: graph.layers.map((layer) => ({ ...layer, label: `other ${layer.label}` })) };
  runner.keep(1, graph);
  runner.keep(2, other);
  // An edit that is undone gives the model a new number.
  runner.keep(3, { ...graph });
  await run(runner, said, 1, 1);
  const first = stepsOf(said);
  await run(runner, said, 2, 2);
  expect(stepsOf(said)).not.toEqual(first);
  await run(runner, said, 3, 3);
  // Told again to the millisecond: nothing was computed.
  expect(stepsOf(said)).toEqual(first);
});

test('what is on screen is summarised with its step, the rest when all is computed', async () => {
  const said: FromWorker[] = [];
  const post = (message: FromWorker) => {
    said.push(message);
    if (message.type === 'started') runner.see(message.run, [5, 2]);
    // The reader scrolls in the middle of the run.
    if (message.type === 'computed' && message.step === 6) runner.see(message.run, [1]);
  };
  const runner = new Runner(post, () => Promise.resolve(null));
  runner.keep(1, graph);
  await run(runner, said, 1, 1);
  const order = said.flatMap((message) => {
    if (message.type === 'computed') return [`computed ${message.step}`];
    return message.type === 'step' ? [`summary ${message.summary.step}`] : [];
  });
  const last = stepsOf(said).length - 1;
  expect(order.slice(0, 10)).toEqual([
    'computed 0',
    'computed 1',
    'computed 2',
    'summary 2',
    'computed 3',
    'computed 4',
    'computed 5',
    'summary 5',
    'computed 6',
    'summary 1',
  ]);
  const rest = [0, 3, 4, ...Array.from({ length: last - 5 }, (_, index) => index + 6)];
  expect(order.slice(-rest.length)).toEqual(rest.map((step) => `summary ${step}`));
  expect(said.at(-1)?.type).toBe('done');
});

test('a run that was stopped before its summaries goes on with them', async () => {
  const said: FromWorker[] = [];
  let stopAt: number | null = 4;
  const post = (message: FromWorker) => {
    said.push(message);
    if (message.type === 'started') runner.see(message.run, []);
    if (message.type === 'computed' && message.step === stopAt) runner.cancel(message.run);
  };
  const runner = new Runner(post, () => Promise.resolve(null));
  runner.keep(1, graph);
  runner.keep(2, { ...graph });
  runner.start(request(1, 1));
  await expect.poll(() => said.at(-1)?.type, { timeout: 20_000 }).toBe('cancelled');
  expect(stepsOf(said)).toEqual([]);
  stopAt = null;
  await run(runner, said, 2, 2);
  const steps = stepsOf(said).map(({ step }) => step);
  expect(steps).toEqual(steps.map((_, index) => index));
});

function stepsOf(said: readonly FromWorker[]) {
  return said.flatMap((message) => (message.type === 'step' ? [message.summary] : []));
}
