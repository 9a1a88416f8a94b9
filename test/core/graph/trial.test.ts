import { describe, expect, test } from 'vitest';
import { tryGraph } from '../../../core/graph/trial.ts';
import { analyse } from '../../harness/check.ts';

const program = (conv: string, pool = 'poolSize: 2', size = 28) => `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({ layers: [
  tf.layers.conv2d({ inputShape: [${size}, ${size}, 3], filters: 8, kernelSize: 5, name: 'first' }),
  tf.layers.conv2d({ ${conv}, name: 'second' }),
  tf.layers.maxPooling2d({ ${pool}, name: 'pool' }),
  tf.layers.flatten(),
  tf.layers.dense({ units: 10 }),
] });
`;
const modelOf = (text: string) => analyse('/project/model.ts', text).models[0]!;
const figures = ({ nodes, layers, totals }: ReturnType<typeof modelOf>) => ({
  shapes: nodes.map(({ outputs }) => outputs),
  fields: nodes.map(({ receptiveField }) => receptiveField),
  memory: nodes.map(({ activationBytes }) => activationBytes),
  params: layers.map(({ params }) => params.total),
  totals,
});
const base = modelOf(program('filters: 16, kernelSize: 3'));
const place = (name: string) => base.graph.layers.findIndex(({ label }) => label === name);

describe('a trial is what the analysis of the edited file says', () => {
  test.each([
    ['second', { filters: 64 }, program('filters: 64, kernelSize: 3')],
    ['second', { kernelSize: 7, padding: 'same' }, program("filters: 16, kernelSize: 7, padding: 'same'")],
    ['second', { strides: 3 }, program('filters: 16, kernelSize: 3, strides: 3')],
    ['second', { dilationRate: 2 }, program('filters: 16, kernelSize: 3, dilationRate: 2')],
    // Nobody has written the pooling's strides: they follow its window.
    ['pool', { poolSize: 4 }, program('filters: 16, kernelSize: 3', 'poolSize: 4')],
  ] as const)('%s with %j', (name, set, edited) => {
    const tried = tryGraph(base.graph, { path: [place(name)], set })!;
    expect(tried.facts).toEqual([]);
    expect(figures(tried.analysis)).toEqual(figures(modelOf(edited)));
  });

  test('on another input', () => {
    const tried = tryGraph(base.graph, { path: [place('second')], set: {}, inputs: [[null, 56, 56, 3]] })!;
    expect(figures(tried.analysis)).toEqual(figures(modelOf(program('filters: 16, kernelSize: 3', 'poolSize: 2', 56))));
  });
});

test('strides that are written stay when the window changes', () => {
  const model = modelOf(program('filters: 16, kernelSize: 3', 'poolSize: 2, strides: 1'));
  const tried = tryGraph(model.graph, { path: [place('pool')], set: { poolSize: 4 } })!;
  expect(tried.analysis.nodes[place('pool')]?.outputs).toEqual([[null, 19, 19, 16]]);
});

test('values that are not valid are facts, and nothing is computed with them', () => {
  const tried = tryGraph(base.graph, { path: [place('second')], set: { strides: 0 } })!;
  expect(tried.facts).toMatchObject([{ kind: 'invalid-argument', attribute: 'strides' }]);
});
