import { describe, expect, it } from 'vitest';
import { type Engine, EngineError } from '../../../core/engine/backend.ts';
import { createBudget } from '../../../core/engine/budget.ts';
import { randomLayer, weightsByStep } from '../../../core/engine/random-weights.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import { createWasmEngine } from '../../../core/engine/wasm/index.ts';
import { planProgram } from '../../../core/engine/webgpu/index.ts';
import { batchOf, type Case } from './webgpu/cases.ts';

const dense: Case = { operator: 'dense', attributes: { units: 1000, useBias: false }, inputs: [[1, 1000]] };
const padded: Case = {
  operator: 'conv2d',
  attributes: { filters: 1, kernelSize: 3, padding: 100 },
  inputs: [[1, 8, 8, 4]],
};

async function wasm(): Promise<Engine> {
  const engine = await createWasmEngine();
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  return engine;
}

describe('a run takes no more than it may', () => {
  it('with packed weights and their copy in JavaScript', async () => {
    const { program, weights } = batchOf([dense]);
    const engine = await wasm();
    const loading = engine.load(program, weights, { budget: 7e6 });
    await expect(loading).rejects.toThrow(/Up to 'dense .*' the model needs 7\.\d+ MiB, more than the 6\.68 MiB/);
    await expect(loading).rejects.toBeInstanceOf(EngineError);
    await (await engine.load(program, weights, { budget: 10e6 })).dispose();
  });

  it('with one step at a time of weights that are drawn', async () => {
    const { program } = batchOf([dense, { ...dense, attributes: { ...dense.attributes, activation: 'relu' } }]);
    const drawn = weightsByStep(program, randomLayer(1));
    const engine = await wasm();
    await (await engine.load(program, drawn, { budget: 13e6 })).dispose();
    await expect(engine.load(program, drawn, { budget: 11e6 })).rejects.toThrow(/Up to 'dense .*relu/);
  });

  it('with padding', async () => {
    const { program, weights } = batchOf([padded]);
    const plain = 4 * (256 + 206 ** 2 + 37);
    await expect((await wasm()).load(program, weights, { budget: 2 * plain })).rejects.toThrow(/Up to 'conv2d/);
    await expect(createReferenceEngine().load(program, weights, { budget: plain / 2 })).rejects.toThrow(
      /Up to 'conv2d/,
    );
  });

  it('on a GPU', () => {
    const { program, weights } = batchOf([dense]);
    const plan = (limit: number) => () =>
      planProgram(program, {
        convolution: 'tiled',
        bindingBytes: 2 ** 27,
        budget: createBudget(program, weights, limit),
      });
    expect(plan(7e6)).toThrow(/Up to 'dense/);
    expect(plan(10e6)).not.toThrow();
  });
});
