import { analyseGraph } from '../core/graph/analyse.ts';
import type { GraphAnalysis, ReceptiveField } from '../core/graph/analysis.ts';
import { buildGraph, type RawAttributes } from '../core/graph/build.ts';
import { formatExact } from '../core/graph/print.ts';
import { isOperatorName, type OperatorName } from '../core/operators/index.ts';
import { printDimension, printShape } from '../core/vocabulary/dimension.ts';
import type { AttributeValue, Reach, Shape } from '../core/vocabulary/operator.ts';
import { explainWindow } from '../core/vocabulary/window.ts';
import { type OperatorExample, operatorExamples } from './operator-examples.ts';

/** An operator at work: shapes by the formula with its numbers, parameters, work, and what an output sees. */
export function exampleOf(name: string): string {
  if (!isOperatorName(name)) throw new Error(`there is no operator ${name}`);
  const example: OperatorExample = operatorExamples[name];
  const { analysis, inputs } = analysed(name, example);
  const node = analysis.nodes.at(-1)!;
  const facts = [...analysis.graph.layers.flatMap((layer) => layer.facts), ...node.facts];
  if (facts.length > 0) throw new Error(`the example of ${name} is wrong: ${JSON.stringify(facts)}`);
  const { totals } = analysis;
  const work = [
    `${formatExact(totals.params.total)} parameters`,
    `${formatExact(node.cost.macs)} MACs`,
    `${formatExact(node.cost.otherOps)} other operations`,
  ].filter((text) => !text.startsWith('0 '));
  const sentences = [
    `\`${name}(${printConfig(example.attributes)})\` on ${inputs.map(printShape).join(' and ')} gives ${node.outputs.map(printShape).join(' and ')}${formula(node.reach)}.`,
    work.length === 0 ? 'No parameters, no arithmetic.' : `${work.join(', ')}.`,
    fieldOf(node.receptiveField, node.reach),
  ];
  return `Example: ${sentences.filter((sentence) => sentence !== '').join(' ')}`;
}

function analysed(name: OperatorName, { attributes, inputs: sizes }: OperatorExample) {
  const builder = buildGraph('example');
  const shapes: readonly Shape[] = sizes.map((size) => [null, ...size]);
  const inputs = shapes.map((shape) => builder.input(shape));
  const output = name === 'inputLayer' ? inputs[0]! : builder.layer(name, attributes, inputs);
  const analysis: GraphAnalysis = analyseGraph(builder.finish([output]));
  return { analysis, inputs: shapes };
}

/** `: 112 = ⌊(224 + 3 + 3 − 7) / 2⌋ + 1`: each axis that changes, and axes alike once. */
function formula(reach: Reach): string {
  if (!Array.isArray(reach)) return '';
  const axes = reach
    .map((axis) => [printDimension(axis.output), explainWindow(axis)] as const)
    .filter(([output, text]) => output !== text)
    .map((sides) => sides.join(' = '));
  return axes.length === 0 ? '' : `: ${[...new Set(axes)].join('; ')}`;
}

function fieldOf({ size, stride, status }: ReceptiveField, reach: Reach): string {
  if (reach === 'pointwise' || size.length === 0 || status === 'unknown') return '';
  if ([...size, ...stride].every((one) => one === 1)) return '';
  if (status === 'whole-input') return 'An output sees the whole input.';
  const most = status === 'upper-bound' ? 'at most ' : '';
  return `An output sees ${most}${size.map(printDimension).join('×')} of the input, its neighbour ${stride.map(printDimension).join('×')} further.`;
}

function printConfig(attributes: RawAttributes): string {
  const entries = Object.entries(attributes).map(([name, value]) => `${name}: ${printValue(value ?? null)}`);
  return entries.length === 0 ? '' : `{ ${entries.join(', ')} }`;
}

function printValue(value: AttributeValue): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (typeof value === 'object' && value !== null && 'operator' in value) {
    const shown = ['filters', 'kernelSize', 'units'].filter((name) => name in value.attributes);
    return `${value.operator}({ ${shown.map((name) => `${name}: ${printValue(oneIfEqual(value.attributes[name] ?? null))}`).join(', ')} })`;
  }
  return String(value);
}

/** `[3, 3]` as the author wrote it: 3. */
function oneIfEqual(value: AttributeValue): AttributeValue {
  return Array.isArray(value) && value.every((one) => one === value[0]) ? (value[0] ?? null) : value;
}
