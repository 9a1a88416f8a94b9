import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/engine/random.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import { randomWeights } from '../../core/engine/weights.ts';
import type { Graph, Layer } from '../../core/graph/node.ts';
import { analyseFile } from '../../server/analysis/file-analysis.ts';
import { expectClose } from '../core/engine/close.ts';
import { drawTensor } from '../core/engine/compare-layer.ts';
import { programOf, runProgram } from '../core/engine/single-layer.ts';

/** The examples that TensorFlow.js has no layers for. */
const calls = [
  ['shufflenet.ts', 'shufflenet', 3],
  ['shufflenet.ts', 'shufflenet', 8],
  ['alexnet-groups.ts', 'alexnet', 2],
  ['fully-convolutional.ts', 'digit', undefined],
  ['fully-convolutional.ts', 'strip', 64],
] as const;

describe('a program that defines models with the package', () => {
  it.each(calls)('%s: %s(%s) is read as what it builds', async (file, name, argument) => {
    const read = readGraph(file, `${name}(${argument ?? ''})`);
    const built = await buildGraph(file, name, argument);
    expect(withoutPlaces(read)).toEqual(withoutPlaces(built));
  });
});

describe('a classifier made convolutional', () => {
  it('gives, at every fourth pixel, what it gives for the crop there', async () => {
    const [digit, strip] = [
      await buildGraph('fully-convolutional.ts', 'digit'),
      readGraph('fully-convolutional.ts', 'strip()'),
    ];
    const random = seededRandom(12);
    const line = drawTensor([1, 32, 128, 1], () => random.uniform());
    const [single, whole] = [programOf(digit), programOf(strip)];
    // The dense layers' kernels are the same numbers in the same order.
    const own = randomWeights(single, 12);
    const byLayer = new Map(single.steps.map(({ path }, step) => [path.join('/'), own[step]]));
    const shared = whole.steps.map(({ path, weights }) =>
      Object.fromEntries(
        weights.map(({ name, shape }) => [name, { shape, data: byLayer.get(path.join('/'))![name].data }]),
      ),
    );
    const grid = (await runProgram(whole, shared, [line])).at(-1)![0];
    expect(grid.shape).toEqual([1, 1, 25, 10]);
    for (let place = 0; place < 25; place++) {
      const scores = (await runProgram(single, own, [crop(line, 4 * place)])).at(-1)![0];
      expectClose({ shape: [1, 10], data: grid.data.slice(10 * place, 10 * (place + 1)) }, scores, `crop ${place}`);
    }
  });
});

describe('an autoencoder with unpooling', () => {
  it('puts every value back at a place where it was the largest', async () => {
    const program = programOf(readGraph('autoencoder.convlens.json'));
    const random = seededRandom(13);
    const values = await runProgram(program, randomWeights(program, 13), [
      drawTensor([1, 28, 28, 1], () => random.uniform()),
    ]);
    const at = (name: string) => values[program.steps.findIndex(({ path }) => path[0] === name)];
    const [[before], [pooled], [restored]] = [at('conv2'), at('pool2'), at('unpool2')];
    expect(restored.shape).toEqual(before.shape);
    const kept = restored.data.filter((value) => value !== 0);
    expect([...kept].sort()).toEqual([...pooled.data.filter((value) => value !== 0)].sort());
    expect(restored.data.every((value, i) => value === 0 || value === before.data[i])).toBe(true);
  });
});

describe('ShuffleNet', () => {
  it.each([
    [3, 136_500_672],
    [8, 136_829_952],
  ])('with %i groups and without its classifier costs what the paper says', (groups, macs) => {
    const { nodes, graph } = analyse('shufflenet.ts', `shufflenet(${groups})`);
    const convolutions = graph.nodes.flatMap(({ layer }, index) =>
      graph.layers[layer].operator === 'dense' ? [] : [Number(nodes[index].cost.macs)],
    );
    expect(convolutions.reduce((sum, cost) => sum + cost, 0)).toBe(macs);
  });
});

function analyse(file: string, call?: string) {
  const url = new URL(`../../examples/${file}`, import.meta.url);
  const options = call === undefined ? {} : { call };
  const model = analyseFile(url.href, readFileSync(url, 'utf8'), { read: () => null }, options).models.at(-1);
  if (model === undefined) throw new Error(`${file} has no model`);
  return model;
}

function readGraph(file: string, call?: string): Graph {
  return analyse(file, call).graph;
}

/** Runs the program for real. */
async function buildGraph(file: string, name: string, argument?: number): Promise<Graph> {
  const module: Record<string, (argument?: number) => { graph: Graph }> = await import(
    new URL(`../../examples/${file}`, import.meta.url).pathname
  );
  return module[name](argument).graph;
}

/** All that does not depend on where the model was written. */
function withoutPlaces({ layers, nodes, inputs, outputs, kind, name, complete, facts }: Graph) {
  const plain = ({ source: _source, instance: _instance, ...layer }: Layer) => layer;
  return { layers: layers.map(plain), nodes, inputs, outputs, kind, name, complete, facts };
}

/** 32 columns of a line of writing. */
function crop({ shape: [, height, width], data }: Tensor, from: number): Tensor {
  const cut = Float32Array.from({ length: height * 32 }, (_, i) => data[Math.floor(i / 32) * width + from + (i % 32)]);
  return { shape: [1, height, 32, 1], data: cut };
}
