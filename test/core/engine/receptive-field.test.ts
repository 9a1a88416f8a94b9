import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backpropagate } from '../../../core/engine/reference/gradient/backpropagate.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph, type GraphBuilder } from '../../../core/graph/build.ts';
import type { Graph, TensorRef } from '../../../core/graph/node.ts';
import { drawTensor } from './compare-layer.ts';
import { programOf, runProgram } from './single-layer.ts';

const length = 240;

interface Stage {
  readonly kernelSize: number;
  readonly strides: number;
  readonly dilationRate: number;
  readonly padding: string | number;
  readonly kind: 'conv1d' | 'averagePooling1d' | 'branches';
}

const stage: fc.Arbitrary<Stage> = fc
  .record({
    kernelSize: fc.integer({ min: 1, max: 5 }),
    factor: fc.integer({ min: 1, max: 2 }),
    dilates: fc.boolean(),
    padding: fc.constantFrom('valid', 'same', 'sameLower', 'half', 2),
    kind: fc.constantFrom('conv1d', 'conv1d', 'averagePooling1d', 'branches'),
  })
  .map(({ factor, dilates, ...rest }) => ({
    ...rest,
    strides: dilates ? 1 : factor,
    dilationRate: dilates ? factor : 1,
  }));

function apply(builder: GraphBuilder, x: TensorRef, stage: Stage): TensorRef {
  const { kernelSize, strides, dilationRate, padding, kind } = stage;
  if (kind === 'averagePooling1d') return builder.layer(kind, { poolSize: kernelSize, strides, padding }, [x]);
  const conv = { filters: 1, kernelSize, dilationRate, useBias: false };
  if (kind === 'conv1d') return builder.layer(kind, { ...conv, strides, padding }, [x]);
  // A residual block: what it sees is the union of both ways.
  return builder.layer('add', {}, [builder.layer('conv1d', { ...conv, padding: 'same' }, [x]), x]);
}

/** Positions of the input that output `at` depends on. All kernels are ones, so that nothing cancels. */
async function support(graph: Graph, at: number): Promise<readonly number[]> {
  const program = programOf(graph);
  const weights = program.steps.map((step) =>
    Object.fromEntries(step.weights.map(({ name, shape }) => [name, drawTensor(shape, () => 1)])),
  );
  const values = await runProgram(program, weights, [drawTensor([1, length, 1], () => 1)]);
  const last = program.outputs[0];
  const { shape } = values[last.step][0];
  const one: Tensor = { shape, data: Float32Array.from({ length: shape[1] }, (_, i) => (i === at ? 1 : 0)) };
  const [[gradient]] = backpropagate(program, weights, values, last, one).values;
  return [...(gradient?.data ?? [])].flatMap((value, i) => (value === 0 ? [] : [i]));
}

describe('the receptive field is what the gradient reaches', () => {
  test('of random chains with residual blocks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stage, { minLength: 1, maxLength: 4 }), async (stages) => {
        const builder = buildGraph('chain');
        const input = builder.input([null, length, 1]);
        const graph = builder.finish([stages.reduce((x, one) => apply(builder, x, one), input)]);
        const { nodes, totals } = analyseGraph(graph);
        const { size, stride, padding, status } = totals.receptiveField;
        expect(status).toBe('exact');
        const at = Math.floor(Number(nodes.at(-1)!.outputs[0]![1]) / 2);
        const reached = await support(graph, at);
        const first = at * Number(stride[0]) - Number(padding[0]);
        expect([reached[0], reached.at(-1)]).toEqual([first, first + Number(size[0]) - 1]);
      }),
      { numRuns: 120, seed: 5 },
    );
  });

  test('and no more than its bound behind up-sampling', async () => {
    const chain = fc.record({
      before: stage,
      size: fc.integer({ min: 2, max: 3 }),
      kernelSize: fc.integer({ min: 1, max: 5 }),
      transposed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(chain, async ({ before, size, kernelSize, transposed }) => {
        const builder = buildGraph('up');
        const x = apply(builder, builder.input([null, length, 1]), before);
        const up = transposed
          ? builder.layer('conv1dTranspose', { filters: 1, kernelSize, strides: size, useBias: false }, [x])
          : builder.layer('upSampling1d', { size }, [x]);
        const y = builder.layer('conv1d', { filters: 1, kernelSize, useBias: false }, [up]);
        const graph = builder.finish([y]);
        const { nodes, totals } = analyseGraph(graph);
        const middle = Math.floor(Number(nodes.at(-1)!.outputs[0]![1]) / 2);
        for (const at of [middle, middle + 1, middle + 2]) {
          const reached = await support(graph, at);
          // A kernel shorter than its stride leaves gaps that nothing reaches.
          const extent = reached.length === 0 ? 0 : reached.at(-1)! - reached[0]! + 1;
          expect(extent).toBeLessThanOrEqual(Number(totals.receptiveField.size[0]));
        }
      }),
      { numRuns: 60, seed: 6 },
    );
  });
});
