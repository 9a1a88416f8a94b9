import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Earlier, Engine, Session, WeightsByStep } from '../../../core/engine/backend.ts';
import { compileGraph } from '../../../core/engine/compile.ts';
import type { Program } from '../../../core/engine/program.ts';
import { randomLayer, weightsByStep } from '../../../core/engine/random-weights.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import { createWasmEngine } from '../../../core/engine/wasm/index.ts';
import { readText } from '../../frontends/typescript/our-models.ts';
import { values } from './webgpu/cases.ts';
import { openEngine } from './webgpu/dawn.ts';

/** Two convolutions and a dense layer, the last of which is edited. */
function programOf(units: number): Program {
  const compiled = compileGraph(
    readText(`import * as tf from '@tensorflow/tfjs';
export const model = tf.sequential({ layers: [
  tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 5, kernelSize: 3, activation: 'tanh' }),
  tf.layers.conv2d({ filters: 6, kernelSize: 3 }),
  tf.layers.flatten(),
  tf.layers.dense({ units: ${units} }),
] });`).models[0]!,
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  return compiled.program;
}

const input = values([1, 8, 8, 3], 3);
const load = (engine: Engine, program: Program, after?: Earlier) =>
  engine.load(program, weightsByStep(program, randomLayer(7)), { after });

/** Weights that write down whose they are asked for. */
function watched(program: Program, asked: string[]): WeightsByStep {
  const weights = weightsByStep(program, randomLayer(7));
  return {
    *of(step) {
      asked.push(program.steps[step]!.operator);
      return yield* weights.of(step);
    },
  };
}

async function computed(session: Session, from: number): Promise<readonly number[]> {
  const steps: number[] = [];
  await session.run([input], { from, onStep: ({ step }) => void steps.push(step) });
  return steps;
}

async function outputs(session: Session, { steps }: Program): Promise<readonly Float32Array[]> {
  const all: Float32Array[] = [];
  for (const step of steps.keys()) all.push((await session.read({ step, output: 0 })).data);
  return all;
}

describe.each<readonly [string, () => Promise<Engine>]>([
  ['reference', async () => createReferenceEngine()],
  [
    'wasm',
    async () => {
      const engine = await createWasmEngine();
      if ('unavailable' in engine) throw new Error(engine.unavailable);
      return engine;
    },
  ],
  ['webgpu', () => openEngine({ poison: false })],
])('a session of the %s engine', { timeout: 120_000 }, (_, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine?.dispose());

  it('computes from a step on, and what is before stays readable', async () => {
    const program = programOf(4);
    const session = await load(engine, program);
    expect(await computed(session, 0)).toEqual([0, 1, 2, 3, 4]);
    const before = await outputs(session, program);
    expect(await computed(session, 3)).toEqual([3, 4]);
    expect(await outputs(session, program)).toEqual(before);
    session.dispose();
  });

  it('takes over what the session before has computed of the same steps', async () => {
    const old = await load(engine, programOf(4));
    await computed(old, 0);
    const edited = programOf(7);
    const session = await load(engine, edited, { session: old, steps: 4, weights: [] });
    old.dispose();
    expect(await computed(session, 4)).toEqual([4]);
    const fresh = await load(engine, edited);
    await computed(fresh, 0);
    expect(await outputs(session, edited)).toEqual(await outputs(fresh, edited));
    // From the start, it draws the weights that it had no need of.
    expect(await computed(session, 0)).toEqual([0, 1, 2, 3, 4]);
    expect(await outputs(session, edited)).toEqual(await outputs(fresh, edited));
    session.dispose();
    fresh.dispose();
  });

  it('takes over the weights of layers that are the same, wherever they stand', async () => {
    const program = programOf(4);
    const old = await load(engine, program);
    await computed(old, 0);
    const asked: string[] = [];
    const weights = [undefined, undefined, 2, undefined, 4];
    const after = { session: old, steps: 0, weights };
    const session = await engine.load(program, watched(program, asked), { after });
    const before = await outputs(old, program);
    old.dispose();
    await computed(session, 0);
    // The input and the layer that flattens have none.
    expect(asked.filter((operator) => operator === 'conv2d' || operator === 'dense')).toEqual(['conv2d']);
    expect(await outputs(session, program)).toEqual(before);
    session.dispose();
  });

  it('resumes from no step that it has not come to', async () => {
    const session = await load(engine, programOf(4));
    await expect(session.run([input], { from: 2 })).rejects.toThrow('not computed');
    session.dispose();
  });
});
