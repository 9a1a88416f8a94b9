import { operators } from '../operators/index.ts';
import { add, type Dimension, multiply, product, sum } from '../vocabulary/dimension.ts';
import type { Attributes, Cost, Fact, Operator, OperatorTable, Shape, WeightSpec } from '../vocabulary/operator.ts';
import { isUnknownShape } from '../vocabulary/shape.ts';
import type { LayerAnalysis, NodeAnalysis, ParameterCount } from './analysis.ts';
import { isHarmless } from './harmless.ts';
import { tensorBytes } from './memory.ts';
import { type Recall, recall } from './recall.ts';
import { sharedShape } from './shared-shape.ts';

/** What applying an operator to inputs comes to, wherever in a model that is. */
export interface Application {
  readonly node: Omit<NodeAnalysis, 'receptiveField'>;
  readonly weights: readonly WeightSpec[];
  /** What its weights count for while the layer is trainable, and while it is frozen. */
  readonly params: ParameterCount;
  readonly frozenParams: ParameterCount;
}

const table: OperatorTable = operators;

const applications: Recall<Application> = {};

/**
 * Shapes, cost and weights of an operator with these attributes on these inputs. The same objects give the same result
 * again: after a keystroke only the layers that it has changed, and those whose inputs change with them, are computed.
 */
export function applicationOf(operator: Operator, attributes: Attributes, inputs: readonly Shape[]): Application {
  let at = recall(recall(applications, operator), attributes);
  for (const input of inputs) at = recall(at, input);
  at.result ??= apply(operator, attributes, inputs);
  return at.result;
}

function apply(operator: Operator, attributes: Attributes, inputs: readonly Shape[]): Application {
  const inference = operator.infer(attributes, inputs, table);
  const outputs = inference.outputs.map(sharedShape);
  const cost = operator.cost(attributes, inputs, outputs, table);
  const weights = operator.weights(attributes, inputs, table);
  return {
    node: {
      inputs,
      outputs,
      facts: inference.facts,
      cost,
      flops: flopsOf(cost),
      reach: operator.reach(attributes, inputs, table),
      activationBytes: tensorBytes(outputs),
      status: isCounted(inference.facts, cost, outputs) ? 'exact' : 'unknown',
    },
    weights,
    params: countParams(weights, true),
    frozenParams: countParams(weights, false),
  };
}

/** Of a layer that can't be built the figures say nothing. */
function isCounted(facts: readonly Fact[], cost: Cost, outputs: readonly Shape[]): boolean {
  return cost.macs !== null && !outputs.some(isUnknownShape) && facts.every(isHarmless);
}

export function flopsOf({ macs, biasAdds }: Cost): Dimension {
  return add(multiply(2, macs), biasAdds);
}

export function countParams(weights: LayerAnalysis['weights'], trainable: boolean): ParameterCount {
  const count = (specs: readonly WeightSpec[]): Dimension => sum(specs.map(({ shape }) => product(shape)));
  const total = count(weights);
  const learned = trainable ? count(weights.filter((weight) => weight.trainable)) : 0;
  return { total, trainable: learned, nonTrainable: add(total, multiply(-1, learned)) };
}
