import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../core/engine/backend.ts';
import { createWasmEngine, type WasmEngine } from '../../../../core/engine/wasm/index.ts';
import { printTold } from '../../../../core/vocabulary/told.ts';
import { batchOf, type Case } from '../webgpu/cases.ts';

const conv = (input: number[], attributes: Case['attributes']): Case => ({
  operator: 'conv2d',
  attributes: { filters: 4, kernelSize: 3, ...attributes },
  inputs: [input],
});

const batch = batchOf([conv([1, 8, 8, 3], {}), conv([1, 7, 7, 3], { activation: 'tanh' })]);

async function open(): Promise<WasmEngine> {
  const engine = await createWasmEngine();
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  return engine;
}

describe('a session of the CPU engine', () => {
  it('reports every step, and which engine computed it', async () => {
    const mixed = batchOf([
      conv([1, 8, 8, 3], {}),
      { operator: 'upSampling2d', attributes: {}, inputs: [[1, 2, 2, 3]] },
      conv([1, 3, 8, 8], { dataFormat: 'channelsFirst' }),
      conv([1, 7, 7, 3], { activation: 'tanh' }),
      conv([1, 7, 7, 3], { activation: 'softmax' }),
    ]);
    const session = await (await open()).load(mixed.program, mixed.weights);
    const told: unknown[] = [];
    await session.run(mixed.inputs, {
      onStep: ({ step, engine, reason, referencePart, milliseconds }) => {
        expect(milliseconds).toBeGreaterThanOrEqual(0);
        const why = reason ?? referencePart;
        if (mixed.steps.includes(step)) told.push([engine, why && printTold(why)]);
      },
    });
    expect(told).toEqual([
      ['wasm', undefined],
      ['reference', 'no kernel for upSampling2d'],
      ['reference', 'channels come first'],
      ['wasm', undefined],
      ['wasm', 'activation softmax'],
    ]);
  });

  it('ends a run with the reason of its signal, and runs again', async () => {
    const session = await (await open()).load(batch.program, batch.weights);
    const abort = new AbortController();
    const reason = new Error('the model changed');
    const run = session.run(batch.inputs, { signal: abort.signal, onStep: () => abort.abort(reason) });
    await expect(run).rejects.toBe(reason);
    await session.run(batch.inputs);
    const first = await session.read({ step: batch.steps[0], output: 0 });
    await session.run(batch.inputs);
    expect(await session.read({ step: batch.steps[0], output: 0 })).toEqual(first);
  });

  it('refuses inputs of another size, and everything after its end', async () => {
    const session = await (await open()).load(batch.program, batch.weights);
    await expect(session.run(batch.inputs.slice(1))).rejects.toThrow(EngineError);
    session.dispose();
    await expect(session.run(batch.inputs)).rejects.toThrow('disposed');
    await expect(session.read({ step: 0, output: 0 })).rejects.toThrow('disposed');
  });

  it('gives the values of a range, which are those of the whole', async () => {
    const session = await (await open()).load(batch.program, batch.weights);
    await session.run(batch.inputs);
    const output = { step: batch.steps[0], output: 0 };
    const { data } = await session.read(output);
    const map = await session.read(output, { first: 3, step: 4, count: 36 });
    expect(map).toEqual({ shape: [36], data: data.filter((_, i) => i % 4 === 3) });
    const rows = await session.read(output, { first: 24, step: 1, count: 48 });
    expect(rows.data).toEqual(data.slice(24, 72));
  });

  it('names the layer where memory ends', async () => {
    const { program, weights, steps } = batchOf([conv([1, 8, 8, 3], {})]);
    const large = program.steps.map((step, index) =>
      index === steps[0] ? { ...step, outputShapes: [[1, 40000, 40000, 4]] } : step,
    );
    const loading = (await open()).load({ ...program, steps: large }, weights);
    await expect(loading).rejects.toThrow(/conv2d .* more than the 4 GiB/);
  });

  it('keeps NaN and infinity in their own pixels', async () => {
    const single = batchOf([conv([1, 1, 4, 3], { filters: 5, kernelSize: 1, activation: 'relu' })]);
    single.inputs[0].data[4] = Number.NaN;
    const session = await (await open()).load(single.program, single.weights);
    await session.run(single.inputs);
    const { data } = await session.read({ step: single.steps[0], output: 0 });
    expect([...data].map((value, i) => Number.isNaN(value) === (i >= 5 && i < 10))).not.toContain(false);
  });
});

describe('the emitted code', () => {
  it('is made for the host: plain SIMD where relaxed SIMD is refused', async () => {
    const engine = await createWasmEngine({ instructions: 'simd' });
    expect(engine).toMatchObject({ name: 'wasm', instructions: 'simd', description: 'WebAssembly, SIMD' });
  });
});
