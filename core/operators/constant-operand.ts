import { flagOf, shapeOf, textOf } from '../vocabulary/attribute-values.ts';
import { elementwiseCost } from '../vocabulary/cost.ts';
import { type Dimension, isKnown, printSizes } from '../vocabulary/dimension.ts';
import type { Attributes, Operator, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { pointwise } from '../vocabulary/pointwise.ts';
import { inferSingle, soleInput } from '../vocabulary/shape.ts';

export const constantOperand: Operator = {
  ...pointwise({
    name: 'constantOperand',
    title: 'Arithmetic with a constant',
    doc: 'Combines every value with a constant that is a weight: a bias, a scale per channel, a limit. The last axes of the constant are those of the input, and where its size is 1 one value serves the whole axis.',
    source: 'LayerScale: Touvron et al., Going deeper with Image Transformers, arXiv:2103.17239',
    family: 'merge',
    action: 'merging',
    operations: 1,
  }),
  attributes: {
    operation: {
      kind: 'choice',
      choices: ['add', 'subtract', 'multiply', 'divide', 'minimum', 'maximum'],
      default: 'multiply',
      doc: 'What is done with the two.',
    },
    shape: { kind: 'shape', doc: 'Sizes of the constant; one value per channel unless given.' },
    reversed: {
      kind: 'boolean',
      default: false,
      doc: 'The constant comes first: it is subtracted from or divided, instead of the input.',
    },
  },
  infer: (attributes, inputs) =>
    inferSingle(inputs, null, (input) => {
      const constant = sizesOf(attributes, input);
      const fits = constant === null || (constant.length <= input.length && agree(constant, input));
      return {
        outputs: [input],
        facts: fits ? [] : [{ kind: 'shape-mismatch', inputs: [input, constant] }],
      };
    }),
  weights: (attributes, inputs) => {
    const shape = sizesOf(attributes, soleInput(inputs, null).input);
    return [{ name: 'constant', shape: shape ?? [null], trainable: true, initializer: 'ones' }];
  },
  cost: (_attributes, _inputs, outputs) => elementwiseCost(outputs[0], 1),
  summary: (attributes) => {
    const shape = shapeOf(attributes, 'shape');
    const operand = shape === null || shape.length === 0 ? '' : ` ${printSizes(shape)}`;
    const order = flagOf(attributes, 'reversed') === true ? [phrase('reversed')] : [];
    return [phrase('{0}', `${textOf(attributes, 'operation') ?? '?'}${operand}`), ...order];
  },
};

/** Null when they are unknown. */
function sizesOf(attributes: Attributes, input: Shape): readonly Dimension[] | null {
  if (attributes.shape === null) return null;
  return shapeOf(attributes, 'shape') ?? [input.at(-1) ?? null];
}

function agree(constant: readonly Dimension[], input: Shape): boolean {
  return constant.every((size, axis) => {
    const own = input[axis + input.length - constant.length] ?? null;
    return size === 1 || !isKnown(size) || !isKnown(own) || size === own;
  });
}
