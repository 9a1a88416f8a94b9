import { describe, expect, it } from 'vitest';
import { compileGraph } from '../../../core/engine/compile.ts';
import { seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { expectClose } from '../../core/engine/close.ts';
import { runProgram } from '../../core/engine/single-layer.ts';
import { type ConvNet, type ConvNetLayer, convnetjs, runWithConvNetJs } from '../../oracle/convnetjs.ts';
import { readText } from '../typescript/our-models.ts';
import { randomDefinitions } from './random-definitions.ts';

const programs: Readonly<Record<string, string>> = {
  'a classifier of pictures': `
var layer_defs = [];
layer_defs.push({type:'input', out_sx:24, out_sy:20, out_depth:1});
for (var i = 0; i < 2; i++) {
  layer_defs.push({type:'conv', sx:5, filters:8 * (i + 1), stride:1, pad:2, activation:'relu'});
  layer_defs.push({type:'pool', sx:2 + i, stride:2 + i});
}
layer_defs.push({type:'softmax', num_classes:10});
var net = new convnetjs.Net();
net.makeLayers(layer_defs);`,
  'windows that are wider than high, and do not fit evenly': `
const net = new convnetjs.Net();
net.makeLayers([
  { type: 'input', out_sx: 13, out_sy: 9, out_depth: 3 },
  { type: 'conv', sx: 4, sy: 3, filters: 6, stride: 2, pad: 1, activation: 'tanh' },
  { type: 'pool', sx: 3, pad: 1 },
  { type: 'svm', num_classes: 4 },
]);`,
  'maxout, normalisation across channels and sigmoids': `
const net = new convnetjs.Net();
const width = 7;
net.makeLayers([
  { type: 'input', out_sx: width, out_sy: width, out_depth: 2 },
  { type: 'conv', sx: 3, filters: 12, activation: 'maxout', group_size: 3 },
  { type: 'lrn', k: 1, n: 3, alpha: 0.1, beta: 0.75 },
  { type: 'fc', num_neurons: 9, activation: 'maxout' },
  { type: 'fc', filters: 6, activation: 'sigmoid', bias_pref: 0.2 },
  { type: 'regression', num_neurons: 2 },
]);`,
  'a net of numbers, with what slides behind what is fully connected': `
const net = new convnetjs.Net();
net.makeLayers([
  { type: 'input', out_sx: 1, out_sy: 1, out_depth: 5 },
  { type: 'fc', num_neurons: 7, activation: 'relu' },
  { type: 'conv', sx: 1, filters: 4 },
  { type: 'softmax', num_classes: 3 },
]);`,
};

describe('every layer is what ConvNetJS makes of the same program', () => {
  it.each(Object.entries(programs))('%s', (_, text) => {
    const [net] = runWithConvNetJs(text);
    const [model] = readText(text).models;
    expect(rowsOf(model!)).toEqual(realRows(net!));
    expect(model!.facts).toEqual([]);
    expect(model!.name).toBe('net');
  });

  it('300 random nets', () => {
    for (let seed = 0; seed < 300; seed++) {
      const text = `const net = new convnetjs.Net();\nnet.makeLayers(${JSON.stringify(randomDefinitions(seed), null, 2)});`;
      const [net] = runWithConvNetJs(text);
      const [model] = readText(text).models;
      expect(rowsOf(model!), text).toEqual(realRows(net!));
    }
  });
});

describe('engines compute what ConvNetJS computes', () => {
  it.each(Object.entries(programs))('%s', async (_, text) => {
    const net = runWithConvNetJs(text)[0]!;
    const graph = readText(text).models[0]!;
    const compiled = compileGraph(graph);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
    const random = seededRandom(5);
    const [input] = net.layers;
    const volume = new convnetjs.Vol(input!.out_sx, input!.out_sy, input!.out_depth, 0);
    volume.w.forEach((_value, at) => {
      volume.w[at] = random.uniform() - 0.5;
    });
    net.forward(volume);
    const weights = compiled.program.steps.map((step) => {
      const layer = realLayer(graph, net, step.path[0]!);
      return Object.fromEntries(step.weights.map(({ name, shape }) => [name, weightOf(layer!, name, shape)]));
    });
    const shape = [1, input!.out_sy, input!.out_sx, input!.out_depth];
    const values = await runProgram(compiled.program, weights, [{ shape, data: Float32Array.from(volume.w) }]);
    for (const [index, step] of compiled.program.steps.entries()) {
      const layer = realLayer(graph, net, step.path[0]!);
      const [made] = values[index]!;
      if (!layer?.out_act || !made) continue;
      expectClose(made, { shape: made.shape, data: Float32Array.from(layer.out_act.w) }, step.path.join('/'));
    }
  });
});

type Row = readonly [type: string, size: readonly unknown[], params: unknown];

/** Layers with width, height and depth; what is a list here is a column in ConvNetJS. */
function rowsOf(graph: Graph): Row[] {
  const analysis = analyseGraph(graph);
  return graph.layers.flatMap((layer, index): Row[] => {
    if (layer.implicit) return [];
    const { nodes, params } = analysis.layers[index]!;
    const sizes = analysis.nodes[nodes[0]!]!.outputs[0]!.slice(1);
    const [height, width, depth] = sizes.length === 1 ? [1, 1, ...sizes] : sizes;
    return [[layer.className, [width, height, depth], params.total]];
  });
}

function realRows({ layers }: ConvNet): Row[] {
  return layers.map((layer) => [
    layer.layer_type,
    [layer.out_sx, layer.out_sy, layer.out_depth],
    layer.getParamsAndGrads().reduce((sum, { params }) => sum + params.length, 0),
  ]);
}

/** Null for what ConvNetJS does not have as a layer. */
function realLayer({ layers }: Graph, net: ConvNet, label: string): ConvNetLayer | null {
  const listed = layers.filter(({ implicit }) => !implicit);
  return net.layers[listed.findIndex((layer) => layer.label === label)] ?? null;
}

/** Its filters lie one behind the other, each in the order row, column, channel; ours lie side by side. */
function weightOf({ filters = [], biases }: ConvNetLayer, name: string, shape: readonly number[]): Tensor {
  if (name === 'bias') return { shape, data: Float32Array.from(biases!.w) };
  const taps = filters[0]!.w.length;
  const data = Float32Array.from({ length: taps * filters.length }, (_, at) => {
    return filters[at % filters.length]!.w[Math.floor(at / filters.length)]!;
  });
  return { shape, data };
}
