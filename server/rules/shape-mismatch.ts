import type { Layer } from '../../core/graph/node.ts';
import { printDimension, printShape, printSizes } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { disagree } from './support/branches.ts';
import { actionOf, type Found, findFacts, placeOf, producedBy } from './support/facts.ts';
import { fixBranch } from './support/fix-branch.ts';
import { fittingInputs, fixInputSize } from './support/fix-input-size.ts';
import type { Rule } from './support/rule.ts';
import { capitalise, listOf } from './support/words.ts';

export const shapeMismatch: Rule = {
  id: 'shape-mismatch',
  severity: 'error',
  title: 'Branches whose shapes do not agree',
  docs: {
    what: 'A merge (add, concatenate, multiply, dot …) whose inputs have sizes that do not fit each other.',
    why: 'Elements are merged position by position, so heights, widths and, unless they are concatenated, channels must be equal. TensorFlow.js throws when the model is built.',
    fix: 'Give the branches the same strides, padding and filters; for a U-Net choose an input whose sides are multiples of 2 to the number of poolings; or crop, pad or resize one branch.',
    bad: "const input = tf.input({ shape: [28, 28, 16] });\nconst main = tf.layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same' }).apply(input);\nconst sum = tf.layers.add().apply([main, input]);\ntf.model({ inputs: input, outputs: sum });",
    good: "const input = tf.input({ shape: [28, 28, 16] });\nconst main = tf.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same' }).apply(input);\nconst sum = tf.layers.add().apply([main, input]);\ntf.model({ inputs: input, outputs: sum });",
  },
  *check(model, context) {
    for (const found of findFacts(model, 'shape-mismatch')) {
      const { fact, layer, node } = found;
      const place = placeOf(layer);
      if (!place || fact.inputs.length < 2) continue;
      const other = fact.inputs.findIndex((shape, index) => index > 0 && disagree(layer, fact.inputs[0]!, shape));
      const inputs = node === null ? [] : fittingInputs(model, node);
      const advice = inputs.length > 0 ? ` An input of ${listOf(inputs.map(printSizes), 'or')} would fit.` : '';
      yield {
        rule: shapeMismatch.id,
        message: `${describe(found)}${advice}`,
        place,
        related: fact.inputs
          .slice(0, mostInputs)
          .flatMap((shape, input) =>
            producedBy(
              model,
              node,
              input,
              (maker) => `Input ${input + 1} is ${printShape(shape)} because of ${maker.label}.`,
            ),
          ),
        fixes:
          node === null || other < 0
            ? []
            : [...fixBranch(model, node, other, context), ...fixInputSize(model, inputs, context)],
      };
    }
  },
};

function describe({ fact, layer }: Found<'shape-mismatch'>): string {
  const more = fact.inputs.length > mostInputs ? [`${fact.inputs.length - mostInputs} more`] : [];
  const shapes = listOf([...fact.inputs.slice(0, mostInputs).map(printShape), ...more], 'and');
  const gets = `${layer.label} gets ${shapes}`;
  if (fact.detail) return `${gets}: ${fact.detail}.`;
  if (fact.axis === undefined) return `${gets}: the numbers of axes differ, so the elements have no partners.`;
  const { axis } = fact;
  const sizes = [...new Set(fact.inputs.map((shape) => printDimension(shape[axis] ?? null)))].slice(0, mostInputs);
  return `${gets}: ${axisName(layer, fact.inputs[0]!, axis)} ${listOf(sizes, 'and')} differ. ${capitalise(purpose(layer))}.`;
}

/** A merge of more inputs is told by its first ones. */
const mostInputs = 16;

function purpose(layer: Layer): string {
  return actionOf(layer) === 'joining'
    ? 'concatenated tensors must agree on every other axis'
    : 'the inputs are merged element by element';
}

/** The axis in the field's words; the batch is axis 0. */
function axisName(layer: Layer, shape: Shape, axis: number): string {
  const channelsFirst = layer.attributes.dataFormat === 'channelsFirst';
  if (shape.length === 2) return 'features';
  if (axis === (channelsFirst ? 1 : shape.length - 1)) return 'channels';
  const spatial = axis - (channelsFirst ? 2 : 1);
  if (shape.length === 3) return 'lengths';
  if (shape.length === 4) return spatial === 0 ? 'heights' : 'widths';
  return `sizes of axis ${axis}`;
}
