import { describe, expect, it } from 'vitest';
import { printShape } from '../../../core/vocabulary/dimension.ts';
import { tell } from '../../harness/graph-facts.ts';
import { readText } from '../typescript/our-models.ts';

const net = (definitions: string, rest = '') =>
  `const net = new convnetjs.Net();\nnet.makeLayers(${definitions});\n${rest}`;

describe('a program with ConvNetJS', () => {
  it('may import it, and make its nets in functions, for brains and in fields', () => {
    const text = `import convnetjs from 'convnetjs';
const definitions = (units) => [{ type: 'input', out_depth: units }, { type: 'softmax', num_classes: 2 }];
export class Agent {
  constructor(units) {
    this.policy = new convnetjs.Net();
    this.policy.makeLayers(definitions(units));
  }
}
const brain = new deepqlearn.Brain(4, 2, { layer_defs: definitions(3) });`;
    const models = readText(text).models;
    expect(models.map(({ name }) => name)).toEqual(['policy', 'net']);
    const inputs = models.map(({ layers }) => layers.find(({ operator }) => operator === 'inputLayer')!.inputShape!);
    expect(printShape(inputs[0]!)).toBe('[?, 1, 1, units]');
    expect(inputs[1]).toEqual([null, 1, 1, 3]);
  });

  it('has its layers where they are defined, those that ConvNetJS puts in where the definition asks for them', () => {
    const text = net(`[
  { type: 'input', out_sx: 8, out_sy: 8, out_depth: 1 },
  { type: 'conv', sx: 3, filters: 4, activation: 'relu', drop_prob: 0.5 },
  { type: 'softmax', num_classes: 2 },
]`);
    const { layers } = readText(text).models[0]!;
    const written = layers.map(({ label, source }) => [
      label,
      source && text.slice(source.range.start, source.range.end),
    ]);
    // What is not listed comes first.
    expect(written).toEqual([
      ['flatten_1', null],
      ['input_1', "{ type: 'input', out_sx: 8, out_sy: 8, out_depth: 1 }"],
      ['conv_1', "{ type: 'conv', sx: 3, filters: 4, activation: 'relu', drop_prob: 0.5 }"],
      ['relu_1', "activation: 'relu'"],
      ['dropout_1', 'drop_prob: 0.5'],
      ['fc_1', "{ type: 'softmax', num_classes: 2 }"],
      ['softmax_1', "type: 'softmax'"],
    ]);
  });

  it('does not know what it cannot', () => {
    const { complete, layers, facts } = readText(
      net(`[{ type: 'input', out_sx: size(), out_sy: 8, out_depth: 1 }, { type: kind(), sx: 3 }, ...more()]`),
    ).models[0]!;
    expect(complete).toBe(false);
    expect(facts).toEqual([]);
    expect(layers.map(({ operator }) => operator)).toEqual(['inputLayer', 'unknown', 'unknown']);
  });

  it.each([
    [`[{ type: 'input', out_depth: 1 }, { type: 'convv', sx: 3 }]`, "no layer of type 'convv'. Did you mean 'conv'?"],
    [`[{ type: 'conv', sx: 3, filters: 2 }, { type: 'softmax', num_classes: 2 }]`, "has to be of type 'input'"],
    [`[{ type: 'input', out_depth: 1 }]`, 'two layers at least'],
  ])('is told what makeLayers refuses: %s', (definitions, message) => {
    expect(readText(net(definitions)).models[0]!.facts.map(tell)[0]).toContain(message);
  });
});
