/** The page docs/operators.md, made of the operators' definitions. `npm run docs` writes it; a test says when it is out of date. */
import { operators } from '../core/operators/index.ts';
import type { AttributeSpec, AttributeValue, Operator, OperatorTable } from '../core/vocabulary/operator.ts';
import { factoryNames, findFactory } from '../server/frontends/layers.ts';
import { exampleOf } from './operator-example-text.ts';

const table: OperatorTable = operators;

const families: Readonly<Record<Operator['family'], string>> = {
  convolution: 'Convolution',
  pooling: 'Pooling',
  dense: 'Dense',
  normalisation: 'Normalisation',
  activation: 'Activation',
  merge: 'Merging',
  shape: 'Shape',
  recurrent: 'Recurrent',
  regularisation: 'Regularisation',
  preprocessing: 'Preprocessing',
  input: 'Input',
};

/** The whole page. */
export function operatorPage(): string {
  const sections = Object.entries(families).flatMap(([family, title]) => {
    const members = Object.values(table).filter((operator) => operator.family === family);
    return members.length === 0 ? [] : [`## ${title}`, ...members.map(operatorSection)];
  });
  return `${[
    '# Operators',
    'What ConvLens knows, generated from the definitions in `core/operators` by `npm run docs`. Attributes have TensorFlow.js’s names; sizes are given per spatial axis, and one number stands for all. The batch prints as `?`.',
    ...sections,
  ].join('\n\n')}\n`;
}

function operatorSection(operator: Operator): string {
  const spelled = factoryNames
    .filter((name) => findFactory(name)?.operator === operator.name)
    .map((name) => `\`tf.layers.${name}\``);
  const facts = [
    operator.doc,
    spelled.length > 0 ? `Written ${[...new Set(spelled)].join(', ')}.` : 'TensorFlow.js has no layer for it.',
    operator.source === undefined ? '' : `Source: ${operator.source}.`,
  ];
  const rows = Object.entries(operator.attributes).filter(([, spec]) => spec.kind !== 'data');
  return [
    `### ${operator.name}: ${operator.title}`,
    facts.filter((fact) => fact !== '').join(' '),
    ...(rows.length === 0 ? [] : [attributeTable(rows)]),
    exampleOf(operator.name),
  ].join('\n\n');
}

function attributeTable(rows: readonly (readonly [string, AttributeSpec])[]): string {
  const lines = rows.map(([name, spec]) => `| \`${name}\` | ${valuesOf(spec)} | ${defaultOf(spec)} | ${spec.doc} |`);
  return ['| attribute | values | default | what it does |', '|---|---|---|---|', ...lines].join('\n');
}

function valuesOf(spec: AttributeSpec): string {
  if (spec.choices !== undefined) return spec.choices.map((choice) => `\`'${choice}'\``).join(' ');
  if (spec.kind === 'sizes')
    return spec.rank === undefined ? 'sizes' : spec.rank === 1 ? '1 size' : `${spec.rank} sizes`;
  return spec.kind;
}

function defaultOf(spec: AttributeSpec): string {
  if (spec.required) return 'required';
  if (spec.defaultFrom !== undefined) return `as \`${spec.defaultFrom}\``;
  return spec.default === undefined ? '' : `\`${printValue(spec.default)}\``;
}

function printValue(value: AttributeValue): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : typeof value === 'number' ? String(value) : JSON.stringify(value);
}
