import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../../core/graph/analyse.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import { readText } from '../our-models.ts';

const program = (body: string) => `import * as tf from '@tensorflow/tfjs';
class Own extends tf.layers.Layer { ${body} }
const input = tf.input({ shape: [6] });
const model = tf.model({ inputs: input, outputs: new Own({}).apply(input) });`;

function ownLayer(body: string, inputs: readonly Shape[] = []) {
  const [graph] = readText(program(body)).models;
  const { layers, nodes, totals } = analyseGraph(graph!, { inputs });
  return { shape: nodes[1]!.outputs[0], params: layers[1]!.params, status: totals.status };
}

const build = `build([, size]) { this.addWeight('kernel', [size, 2]); this.addWeight('state', [3], 'float32', null, null, false); }`;

describe("the author's own layers", () => {
  it('give the shape that they compute and the weights that they add', () => {
    const { shape, params, status } = ownLayer(
      `computeOutputShape([batch, size]) { return [batch, size * 2]; } ${build}`,
    );
    expect(shape).toEqual([null, 12]);
    expect(params).toEqual({ total: 15, trainable: 12, nonTrainable: 3 });
    expect(status).toBe('lower-bound');
  });

  it('keep the shape of their input when they do not compute one', () => {
    expect(ownLayer('call(x) { return x; }')).toMatchObject({ shape: [null, 6], params: { total: 0 } });
  });

  it('are unknown for other inputs than those that they were read with', () => {
    expect(ownLayer(build, [[null, 7]])).toMatchObject({ shape: [], params: { total: null } });
  });

  it('stand where `new` makes them', () => {
    const text = program(`constructor(config) { super(config); }`);
    const [graph] = readText(text).models;
    expect(graph!.layers[1]!.source!.name.start).toBe(text.indexOf('Own({})'));
  });

  it('are of unknown size when a weight may not be there, or they count themselves', () => {
    const maybe = `build() { if (window.wide) this.addWeight('kernel', [2]); }`;
    expect(ownLayer(maybe).params.total).toBeNull();
    expect(ownLayer('countParams() { return 7; }').params.total).toBeNull();
  });
});
