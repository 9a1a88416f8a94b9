/** Layers around a layer. They ask the table for the operator that they wrap. */

import { flagOf, layerOf, textOf } from '../vocabulary/attribute-values.ts';
import { addCosts, elementwiseCost, NO_COST, scaleCost, UNKNOWN_COST } from '../vocabulary/cost.ts';
import { multiply } from '../vocabulary/dimension.ts';
import type {
  Attributes,
  Fact,
  Inference,
  LayerValue,
  Operator,
  OperatorTable,
  Shape,
} from '../vocabulary/operator.ts';
import { type Phrase, phrase } from '../vocabulary/phrase.ts';
import { inferSingle, isUnknownShape, soleInput, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { told, toldWords } from '../vocabulary/told.ts';
import { windowAxis } from '../vocabulary/window.ts';
import { operatorOf, prefixed } from './recurrent-cells.ts';

export const timeDistributed: Operator = {
  name: 'timeDistributed',
  title: 'Time distributed',
  doc: 'Applies one layer to every step of a sequence, with the same weights.',
  family: 'recurrent',
  takes: 'anything',
  action: 'recurring',
  attributes: { layer: { kind: 'layer', required: true, doc: 'The layer to apply.' } },
  infer: (attributes, inputs, table) =>
    inferSingle(inputs, null, (input) => {
      const wrapped = wrappedOf(attributes, table);
      if (input.length < 3) {
        const expected = told('at least {0} dimensions (batch, steps, …)', 3);
        return { outputs: [UNKNOWN_SHAPE], facts: [{ kind: 'rank-mismatch', expected, input }] };
      }
      if (wrapped === null) return { outputs: [UNKNOWN_SHAPE], facts: [] };
      const { outputs, facts } = wrapped.operator.infer(wrapped.layer.attributes, [stepOf(input)], table);
      const output = outputs[0] ?? UNKNOWN_SHAPE;
      const sequence = isUnknownShape(output) ? output : [output[0]!, input[1]!, ...output.slice(1)];
      return { outputs: [sequence], facts: facts.map((fact) => ofSequence(fact, input)) };
    }),
  weights: (attributes, inputs, table) => {
    const wrapped = wrappedOf(attributes, table);
    return wrapped?.operator.weights(wrapped.layer.attributes, [stepOf(soleInput(inputs, null).input)], table) ?? [];
  },
  cost: (attributes, inputs, _, table) => {
    const wrapped = wrappedOf(attributes, table);
    const { input } = soleInput(inputs, null);
    if (wrapped === null || isUnknownShape(input)) return UNKNOWN_COST;
    const { outputs } = wrapped.operator.infer(wrapped.layer.attributes, [stepOf(input)], table);
    return scaleCost(
      wrapped.operator.cost(wrapped.layer.attributes, [stepOf(input)], outputs, table),
      input[1] ?? null,
    );
  },
  reach: (attributes, inputs, table) => {
    const wrapped = wrappedOf(attributes, table);
    const { input } = soleInput(inputs, null);
    const inner = wrapped?.operator.reach(wrapped.layer.attributes, [stepOf(input)], table) ?? 'unknown';
    if (typeof inner !== 'string') return [windowAxis({ input: input[1] ?? null, kernel: 1 }), ...inner];
    // All of one step is not all of the sequence, and there is no word for that.
    return inner === 'whole' && input.length > 3 ? 'unknown' : inner === 'whole' ? 'pointwise' : inner;
  },
  summary: summariseWrapped,
};

export const bidirectional: Operator = {
  name: 'bidirectional',
  title: 'Bidirectional',
  doc: 'Runs a recurrent layer over the sequence in both directions, with weights for each, and merges the results.',
  source: 'Schuster and Paliwal, Bidirectional Recurrent Neural Networks, IEEE Transactions on Signal Processing 1997',
  family: 'recurrent',
  takes: 'sequence',
  action: 'recurring',
  attributes: {
    layer: { kind: 'layer', required: true, doc: 'The recurrent layer.' },
    mergeMode: {
      kind: 'choice',
      choices: ['concat', 'sum', 'mul', 'ave', 'none'],
      default: 'concat',
      doc: "How the two outputs become one; 'none' returns both.",
    },
  },
  infer: inferBidirectional,
  weights: (attributes, inputs, table) => {
    const wrapped = wrappedOf(attributes, table);
    if (wrapped === null) return [];
    const weights = wrapped.operator.weights(wrapped.layer.attributes, inputs.slice(0, 1), table);
    return [...prefixed('forward/', weights), ...prefixed('backward/', weights)];
  },
  cost: (attributes, inputs, outputs, table) => {
    const wrapped = wrappedOf(attributes, table);
    const mode = textOf(attributes, 'mergeMode');
    if (wrapped === null || mode === null) return UNKNOWN_COST;
    const one = wrapped.operator.infer(wrapped.layer.attributes, inputs.slice(0, 1), table);
    const direction = wrapped.operator.cost(wrapped.layer.attributes, inputs.slice(0, 1), one.outputs, table);
    const moves = mode === 'concat' || mode === 'none';
    return addCosts(scaleCost(direction, 2), moves ? NO_COST : elementwiseCost(outputs[0], mode === 'ave' ? 2 : 1));
  },
  reach: () => 'whole',
  summary: summariseWrapped,
};

interface Wrapped {
  readonly layer: LayerValue;
  readonly operator: Operator;
}

function wrappedOf(attributes: Attributes, table: OperatorTable): Wrapped | null {
  const layer = layerOf(attributes, 'layer');
  const operator = operatorOf(layer, table);
  return layer === null || operator === null ? null : { layer, operator };
}

function stepOf(input: Shape): Shape {
  return isUnknownShape(input) ? input : [input[0]!, ...input.slice(2)];
}

/** What is wrong with one step, said of the sequence that was given: it has an axis more. */
function ofSequence(fact: Fact, input: Shape): Fact {
  if (fact.kind !== 'rank-mismatch') return fact;
  const { words, values } = fact.expected;
  const ofSteps = words.replace('(batch, ', '(batch, steps, ');
  const rank = Number(values[0]) + 1;
  return { ...fact, expected: told(toldWords.find((other) => other === ofSteps) ?? words, rank), input };
}

function summariseWrapped(attributes: Attributes): readonly Phrase[] {
  const wrapped = layerOf(attributes, 'layer');
  return wrapped ? [phrase('{0}', wrapped.operator)] : [];
}

function inferBidirectional(attributes: Attributes, inputs: readonly Shape[], table: OperatorTable): Inference {
  const wrapped = wrappedOf(attributes, table);
  const mode = textOf(attributes, 'mergeMode');
  if (wrapped === null || mode === null) return { outputs: [UNKNOWN_SHAPE], facts: [] };
  const { outputs, facts } = wrapped.operator.infer(wrapped.layer.attributes, inputs.slice(0, 1), table);
  const [output = UNKNOWN_SHAPE, ...states] = outputs;
  const doubled: Shape = [...output.slice(0, -1), ...output.slice(-1).map((size) => multiply(size, 2))];
  const merged = mode === 'concat' ? [doubled] : mode === 'none' ? [output, output] : [output];
  const returned = flagOf(wrapped.layer.attributes, 'returnState') === true ? [...states, ...states] : [];
  return { outputs: [...merged, ...returned], facts };
}
