import { describe, expect, it } from 'vitest';
import { explainLayerJson } from '../../server/assist/explain-layer-json.ts';
import { programOf, sequential } from './models.ts';

const { file, models } = sequential(
  "conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 4, padding: 'same', name: 'first' })",
  'maxPooling2d({ poolSize: 2 })',
);

describe('a layer explained', () => {
  it.each(['first', '3', 'model.ts:3'])('is found as %s', (wanted) => {
    expect(explainLayerJson(file, models, wanted).layer).toMatchObject({ name: 'first', at: 'model.ts:3' });
  });

  it('has its formulas, its neighbours, its problems and its arguments with their places', () => {
    const told = explainLayerJson(file, models, 'first');
    expect(told.figures.parameters).toBe('**136** = 4·4·1·8 + 8');
    expect(told.outputs).toEqual(['max_pooling2d_MaxPooling2D1']);
    expect(told.diagnostics.map(({ rule }) => rule)).toEqual(['even-kernel-padding']);
    const filters = told.arguments.find(({ name }) => name === 'filters')!;
    expect(filters).toMatchObject({ value: 8, at: 'model.ts:3' });
    expect(filters.effect).toContain('with 4');
    expect(told.arguments.find(({ name }) => name === 'strides')).toMatchObject({ value: [1, 1], at: null });
  });

  it('has the arguments of its library and no others', () => {
    const names = explainLayerJson(file, models, 'first').arguments.map(({ name }) => name);
    expect(names).not.toContain('groups');
  });

  it('is not guessed', () => {
    expect(() => explainLayerJson(file, models, 'fist')).toThrow('model.ts has no layer fist; did you mean first?');
    expect(() => explainLayerJson(file, models, '99')).toThrow('model.ts has no layer 99; it has first');
    const one = (name: string) =>
      `const ${name} = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2, name: 'head' })] });\n`;
    const two = programOf(one('a') + one('b'));
    expect(() => explainLayerJson(two.file, two.models, 'head')).toThrow(
      'the models a, b each have a layer head; say which model',
    );
  });

  it('is found in a model that another one holds, with what it is given there', () => {
    const nested =
      programOf(`const inner = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 2, kernelSize: 3, name: 'deep' })] });
const outer = tf.sequential({ layers: [inner, tf.layers.flatten()] });`);
    expect(explainLayerJson(nested.file, nested.models, 'deep')).toMatchObject({
      model: 'inner',
      layer: { outputShapes: [[null, 6, 6, 2]] },
    });
  });
});
