import type { ProgramWeights } from '../../../core/engine/backend.ts';
import { compileGraph } from '../../../core/engine/compile.ts';
import { describeRefusal, describeStop } from '../../../core/engine/compile-messages.ts';
import type { Program } from '../../../core/engine/program.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { Graph, Layer } from '../../../core/graph/node.ts';
import { isOperatorName, type OperatorName, operators } from '../../../core/operators/index.ts';
import { isLayerValue, readAttributes } from '../../../core/vocabulary/attributes.ts';
import type { Attributes, AttributeValue } from '../../../core/vocabulary/operator.ts';

export type Config = Readonly<Record<string, AttributeValue>>;

/** A graph of one layer behind as many inputs as there are shapes (without the batch). */
export function singleLayerGraph(
  operator: OperatorName,
  config: Config,
  shapes: readonly (readonly number[])[],
): Graph {
  const attributes = canonical(operator, config);
  const inputs = shapes.map((shape, index) => ({
    ...layer('inputLayer', `input_${index}`),
    inputShape: [null, ...shape],
  }));
  const refs = shapes.map((_, node) => ({ node, output: 0 }));
  return {
    name: operator,
    kind: 'functional',
    layers: [...inputs, { ...layer(operator, 'layer'), attributes }],
    nodes: [...shapes.map((_, index) => ({ layer: index, inputs: [] })), { layer: shapes.length, inputs: refs }],
    inputs: refs,
    outputs: [{ node: shapes.length, output: 0 }],
    source: null,
    nameRange: null,
    weights: null,
    complete: true,
    facts: [],
  };
}

/** Canonical attributes, those of layers inside included. */
function canonical(operator: OperatorName, config: Config): Attributes {
  const nested = (value: AttributeValue): AttributeValue => {
    if (Array.isArray(value)) return value.map(nested);
    if (!isLayerValue(value) || !isOperatorName(value.operator)) return value;
    return { operator: value.operator, attributes: canonical(value.operator, value.attributes) };
  };
  const raw = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, nested(value)]));
  return readAttributes(operators[operator], raw).attributes;
}

/** The program of a graph, or a failure in words. */
export function programOf(graph: Graph, batch = 1): Program {
  const compiled = compileGraph(graph, { batch });
  if (!compiled.ok) throw new Error(describeRefusal(compiled.refusal));
  if (compiled.stops.length > 0) throw new Error(compiled.stops.map(describeStop).join(' '));
  return compiled.program;
}

/** Every output of every step. */
export async function runProgram(
  program: Program,
  weights: ProgramWeights,
  inputs: readonly Tensor[],
): Promise<readonly (readonly Tensor[])[]> {
  const session = await createReferenceEngine().load(program, weights);
  await session.run(inputs);
  const values: Tensor[][] = [];
  for (const [step, { outputShapes }] of program.steps.entries()) {
    values.push(await Promise.all(outputShapes.map((_, output) => session.read({ step, output }))));
  }
  session.dispose();
  return values;
}

function layer(operator: OperatorName, label: string): Layer {
  return {
    name: label,
    label,
    className: operator,
    operator,
    attributes: {},
    facts: [],
    trainable: true,
    source: null,
    instance: 0,
    model: null,
  };
}
