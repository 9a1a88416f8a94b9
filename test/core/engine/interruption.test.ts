import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../core/engine/backend.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import { createWasmEngine } from '../../../core/engine/wasm/index.ts';
import { batchOf, type Case } from './webgpu/cases.ts';
import { openEngine } from './webgpu/dawn.ts';

/** Layers that take tens of milliseconds at the least, on any machine. */
const conv: Case = {
  operator: 'conv2d',
  attributes: { filters: 64, kernelSize: 3, padding: 'same' },
  inputs: [[1, 224, 224, 64]],
};
const long: readonly (readonly [name: string, layer: Case])[] = [
  ['a convolution', conv],
  ['its channels first', { ...conv, attributes: { ...conv.attributes, dataFormat: 'channelsFirst' } }],
  ['a depthwise one', { operator: 'depthwiseConv2d', attributes: { kernelSize: 5 }, inputs: [[1, 600, 600, 16]] }],
  ['a dense layer', { operator: 'dense', attributes: { units: 2048, activation: 'tanh' }, inputs: [[64, 2048]] }],
  ['a volume', { operator: 'conv3d', attributes: { filters: 16, kernelSize: 3 }, inputs: [[1, 30, 40, 40, 16]] }],
  ['a recurrent layer', { operator: 'lstm', attributes: { units: 256 }, inputs: [[1, 200, 64]] }],
];

const engines: readonly (readonly [name: string, open: () => Promise<Engine>])[] = [
  ['reference', async () => createReferenceEngine()],
  [
    'wasm',
    async () => {
      const engine = await createWasmEngine();
      if ('unavailable' in engine) throw new Error(engine.unavailable);
      return engine;
    },
  ],
];

describe.each(engines)('in the middle of a step the %s engine', { timeout: 120_000 }, (_, open) => {
  it.each(long)('hears that the run was cancelled: %s', async (_, layer) => {
    const { program, weights, inputs, steps } = batchOf([layer]);
    const session = await (await open()).load(program, weights);
    const abort = new AbortController();
    const reason = new Error('the model changed');
    const finished: number[] = [];
    const run = session.run(inputs, { signal: abort.signal, onStep: ({ step }) => void finished.push(step) });
    setTimeout(() => abort.abort(reason), 1);
    await expect(run).rejects.toBe(reason);
    expect(finished).not.toContain(steps[0]);
    session.dispose();
  });

  it('gives values of what is done, and ends when it is disposed', async () => {
    const { program, weights, inputs } = batchOf([conv]);
    const session = await (await open()).load(program, weights);
    let ended = false;
    const run = session.run(inputs).finally(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1));
    const input = await session.read({ step: program.inputs[0], output: 0 });
    expect([input.data[7], input.data.length, ended]).toEqual([inputs[0].data[7], inputs[0].data.length, false]);
    session.dispose();
    await expect(run).rejects.toThrow('disposed');
  });
});

it('a long launch is cut, so that the GPU engine hears that the run was cancelled', { timeout: 300_000 }, async () => {
  const engine = await openEngine({ poison: false });
  const { program, weights, inputs } = batchOf([conv]);
  const session = await engine.load(program, weights);
  const abort = new AbortController();
  const reason = new Error('the model changed');
  const run = session.run(inputs, { signal: abort.signal });
  setTimeout(() => abort.abort(reason), 1);
  await expect(run).rejects.toBe(reason);
  engine.dispose();
});
