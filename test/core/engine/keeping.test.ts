import { describe, expect, it } from 'vitest';
import { compileGraph } from '../../../core/engine/compile.ts';
import type { Keep } from '../../../core/engine/keeping.ts';
import { layoutOf } from '../../../core/engine/map-layout.ts';
import type { Program } from '../../../core/engine/program.ts';
import { randomLayer, weightsByStep } from '../../../core/engine/random-weights.ts';
import { createWasmEngine } from '../../../core/engine/wasm/index.ts';
import { readText } from '../../frontends/typescript/our-models.ts';
import { mobileNetV1 } from '../graph/networks.ts';
import { values } from './webgpu/cases.ts';

/** Branches, layers that hand their input through, and one that the reference engine computes. */
const branching = programOf(
  readText(`import * as tf from '@tensorflow/tfjs';
const x = tf.input({ shape: [9, 9, 3] });
const a = tf.layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }).apply(x);
const b = tf.layers.dropout({ rate: 0.5 }).apply(a);
const c = tf.layers.conv2d({ filters: 5, kernelSize: 1 }).apply(b);
const d = tf.layers.add().apply([c, b]);
const e = tf.layers.concatenate().apply([d, a]);
const f = tf.layers.maxPooling2d({ poolSize: 2 }).apply(e);
const g = tf.layers.conv2d({ filters: 7, kernelSize: 3, padding: 'same' }).apply(f);
const h = tf.layers.flatten().apply(g);
export const model = tf.model({ inputs: x, outputs: [tf.layers.dense({ units: 4 }).apply(h), d] });`).models[0]!,
);

function programOf(graph: Parameters<typeof compileGraph>[0]): Program {
  const compiled = compileGraph(graph);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  return compiled.program;
}

async function load(program: Program, keep?: Keep, budget?: number) {
  const engine = await createWasmEngine();
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  return engine.load(program, weightsByStep(program, randomLayer(3)), { keep, budget });
}

const input = values([1, 9, 9, 3], 5);

describe.each<Keep>(['all', 'ends', 'none'])('a session that keeps %s', (keep) => {
  it('gives every step’s values in any order, as one does that keeps all', async () => {
    const whole = await load(branching);
    await whole.run([input]);
    const session = await load(branching, keep);
    await session.run([input]);
    const order = [...branching.steps.keys()];
    for (const step of [...order.slice().reverse(), ...order]) {
      const output = { step, output: 0 };
      expect(await session.read(output), branching.steps[step]!.path.join()).toEqual(await whole.read(output));
      const layout = layoutOf(branching.steps[step]!.outputShapes[0]!, false);
      expect(await session.summary(output, layout)).toEqual(await whole.summary(output, layout));
    }
  });

  it('gives values that are asked for at once, and runs meanwhile', async () => {
    const whole = await load(branching);
    await whole.run([input]);
    const session = await load(branching, keep);
    await session.run([input]);
    const all = branching.steps.map((_, step) => session.read({ step, output: 0 }));
    const again = session.run([input]);
    for (const [step, reading] of all.entries()) expect(await reading).toEqual(await whole.read({ step, output: 0 }));
    await again;
    expect(await session.read(branching.outputs[0]!)).toEqual(await whole.read(branching.outputs[0]!));
  });

  it('has nothing left of what lay in its memory before', async () => {
    const whole = await load(branching);
    await whole.run([input]);
    const session = await load(branching, keep);
    await session.run([{ shape: input.shape, data: input.data.map(() => Number.NaN) }]);
    await session.run([input]);
    for (const output of branching.outputs) expect(await session.read(output)).toEqual(await whole.read(output));
  });

  it('resumes from every step and reports no step before it', async () => {
    const whole = await load(branching);
    await whole.run([input]);
    const session = await load(branching, keep);
    await session.run([input]);
    for (const from of branching.steps.keys()) {
      const told: number[] = [];
      await session.run([input], { from, onStep: ({ step }) => void told.push(step) });
      expect(told).toEqual([...branching.steps.keys()].slice(from));
      for (const output of branching.outputs) expect(await session.read(output)).toEqual(await whole.read(output));
    }
  });
});

describe('what is not kept', () => {
  it('takes no memory: a network fits into less', async () => {
    const program = programOf(mobileNetV1());
    const budget = 60 * 2 ** 20;
    await expect(load(program, 'all', budget)).rejects.toThrow('more than the 60 MiB');
    (await load(program, 'ends', budget)).dispose();
  });

  it('cannot be looked at before it is computed, nor in the middle of a run', async () => {
    const session = await load(branching, 'none');
    await expect(session.read({ step: 1, output: 0 })).rejects.toThrow('Nothing has been computed');
    await session.run([input], {
      onStep: async ({ step }) => {
        expect((await session.read({ step, output: 0 })).data.every(Number.isFinite)).toBe(true);
        if (step === branching.steps.length - 1)
          await expect(session.read({ step: 1, output: 0 })).rejects.toThrow('not kept');
      },
    });
  });
});
