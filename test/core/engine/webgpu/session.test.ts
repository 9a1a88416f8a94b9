import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../../../core/engine/backend.ts';
import { createWebGpuEngine, type WebGpuEngine } from '../../../../core/engine/webgpu/index.ts';
import { batchOf, type Case, expectParity } from './cases.ts';
import { openDawn, openEngine } from './dawn.ts';

const batch = batchOf(
  [4, 5, 6].map((filters) => ({ operator: 'conv2d', attributes: { filters, kernelSize: 3 }, inputs: [[1, 8, 8, 3]] })),
);

describe('a session', { timeout: 300_000 }, () => {
  let engine: WebGpuEngine;

  beforeAll(async () => {
    engine = await openEngine();
  });

  afterAll(() => engine?.dispose());

  it('reports every step with a time, and its output can be read inside the report', async () => {
    const session = await engine.load(batch.program, batch.weights);
    const steps: number[] = [];
    await session.run(batch.inputs, {
      onStep: async ({ step, milliseconds, engine }) => {
        expect(engine).toBe('webgpu');
        expect(milliseconds).toBeGreaterThan(0);
        const { data, shape } = await session.read({ step, output: 0 });
        expect(shape).toEqual(batch.program.steps[step].outputShapes[0]);
        expect(data.every(Number.isFinite)).toBe(true);
        steps.push(step);
      },
    });
    expect(steps).toEqual(batch.program.steps.map((_, step) => step));
    session.dispose();
  });

  it('ends a run with the reason of its signal, and runs again', async () => {
    const session = await engine.load(batch.program, batch.weights);
    const abort = new AbortController();
    const reason = new Error('the model changed');
    const run = session.run(batch.inputs, {
      signal: abort.signal,
      onStep: () => abort.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
    await session.run(batch.inputs);
    session.dispose();
  });

  it('refuses a second run at the same time, a run after the end, and inputs of another size', async () => {
    const session = await engine.load(batch.program, batch.weights);
    const first = session.run(batch.inputs);
    await expect(session.run(batch.inputs)).rejects.toThrow('still running');
    await first;
    await expect(session.run(batch.inputs.slice(1))).rejects.toThrow(EngineError);
    session.dispose();
    await expect(session.run(batch.inputs)).rejects.toThrow('disposed');
    await expect(session.read({ step: 0, output: 0 })).rejects.toThrow('disposed');
  });

  it('gives the values of a range, which are those of the whole', async () => {
    const session = await engine.load(batch.program, batch.weights);
    await session.run(batch.inputs);
    const output = { step: batch.steps[1], output: 0 };
    const { data } = await session.read(output);
    const map = await session.read(output, { first: 3, step: 5, count: 36 });
    expect(map).toEqual({ shape: [36], data: data.filter((_, i) => i % 5 === 3) });
    session.dispose();
  });

  it('can be disposed in the middle of a run', async () => {
    const session = await engine.load(batch.program, batch.weights);
    await expect(session.run(batch.inputs, { onStep: () => session.dispose() })).rejects.toThrow('disposed');
    const other = await engine.load(batch.program, batch.weights);
    await other.run(batch.inputs);
    other.dispose();
  });

  it('shares packed weights only where all that they are made of is shared', async () => {
    const normalised = (size: number): Case => ({
      operator: 'layerNormalization',
      attributes: { scale: false, center: false },
      inputs: [[1, 2, 2, size]],
    });
    await expectParity(engine, batchOf([normalised(5), normalised(9)]));
    // Both take two blocks of four channels.
    await expectParity(engine, batchOf([normalised(5), normalised(8)]));
    // Both kernels are read in phases of two taps, but not of the same two.
    const transposed = [2, 3].map((strides): Case => {
      return {
        operator: 'conv2dTranspose',
        attributes: { filters: 4, kernelSize: 4, strides, useBias: false },
        inputs: [[1, 3, 3, 4]],
      };
    });
    const phases = batchOf(transposed);
    const shared = phases.weights[phases.steps[0]];
    await expectParity(engine, {
      ...phases,
      weights: phases.weights.map((own, step) => (step === phases.steps[1] ? shared : own)),
    });
    const twice = batchOf(
      [1, 2].map(() => ({ operator: 'batchNormalization', attributes: {}, inputs: [[1, 2, 2, 5]] })),
    );
    const [first, second] = twice.steps;
    const { gamma } = twice.weights[first];
    const weights = twice.weights.map((own, step) => (step === second ? { ...own, gamma } : own));
    await expectParity(engine, { ...twice, weights });
  });

  it('launches more workgroups than one dimension takes', async () => {
    const large = batchOf([
      { operator: 'conv2d', attributes: { filters: 3, kernelSize: 1 }, inputs: [[65_537, 1, 1, 2]] },
    ]);
    await expectParity(engine, large);
  });

  it('keeps NaN and infinity in their own pixels', async () => {
    const single = batchOf([{ operator: 'conv2d', attributes: { filters: 5, kernelSize: 1 }, inputs: [[1, 1, 4, 3]] }]);
    single.inputs[0].data[4] = Number.NaN;
    single.inputs[0].data[9] = Number.POSITIVE_INFINITY;
    const session = await engine.load(single.program, single.weights);
    await session.run(single.inputs);
    const { data } = await session.read({ step: 1, output: 0 });
    const pixels = [0, 1, 2, 3].map((pixel) => [...data.slice(pixel * 5, pixel * 5 + 5)]);
    expect(pixels[1].every(Number.isNaN)).toBe(true);
    expect([...pixels[0], ...pixels[2]].every(Number.isFinite)).toBe(true);
    expect(pixels[3].some(Number.isFinite)).toBe(false);
    session.dispose();
  });
});

describe('an engine', { timeout: 300_000 }, () => {
  it('passes its self-test and says what it is', async () => {
    const engine = await createWebGpuEngine(await openDawn());
    if ('unavailable' in engine) throw new Error(engine.unavailable);
    expect(engine.name).toBe('webgpu');
    expect(engine.description).not.toBe('');
    expect(typeof engine.software).toBe('boolean');
    engine.dispose();
  });

  it('says that its device is gone, and does not hang', async () => {
    const engine = await openEngine();
    const session = await engine.load(batch.program, batch.weights);
    const run = session.run(batch.inputs, { onStep: () => engine.dispose() });
    await expect(run).rejects.toThrow(/device was lost/);
    await expect(engine.load(batch.program, batch.weights)).rejects.toThrow(/device was lost/);
  });

  it('names the layer whose tensor is too large to bind', async () => {
    const engine = await openEngine({ bindingBytes: 2 ** 20 });
    const large = batchOf([
      { operator: 'conv2d', attributes: { filters: 64, kernelSize: 1 }, inputs: [[1, 80, 80, 3]] },
    ]);
    const loading = engine.load(large.program, large.weights);
    await expect(loading).rejects.toThrow(/conv2d .*activation takes 1\.6 MiB and the GPU binds at most 1\.0 MiB/);
    await expect(loading).rejects.toBeInstanceOf(EngineError);
    engine.dispose();
  });

  it.each(['tiled', 'register'] as const)(
    'reads weights in parts where one binding does not hold them (%s)',
    async (convolution) => {
      const engine = await openEngine({ bindingBytes: 2 ** 14, convolution });
      const layers = batchOf([
        { operator: 'dense', attributes: { units: 150, activation: 'relu' }, inputs: [[2, 130]] },
        { operator: 'conv2d', attributes: { filters: 67, kernelSize: 3, padding: 'same' }, inputs: [[1, 7, 5, 64]] },
        { operator: 'conv2dTranspose', attributes: { filters: 66, kernelSize: 2 }, inputs: [[1, 3, 3, 64]] },
        { operator: 'separableConv2d', attributes: { filters: 70, kernelSize: 3 }, inputs: [[1, 6, 5, 64]] },
        {
          operator: 'conv2d',
          attributes: { filters: 128, kernelSize: 3, groups: 2, padding: 'same' },
          inputs: [[1, 5, 5, 128]],
          byReference: 'weights of 0.3 MiB, and the GPU binds 0.0 MiB',
        },
      ]);
      await expectParity(engine, layers);
      engine.dispose();
    },
  );

  it('gives a reason where there is no adapter', async () => {
    const none: GPU = { ...(await openDawn()), requestAdapter: async () => null };
    expect(await createWebGpuEngine(none, { retry: false })).toEqual({ unavailable: 'no GPU adapter' });
  });
});
