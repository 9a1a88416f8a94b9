/** The typed functions of core/define/layers, one per operator, made of the attribute tables. `npm run docs` writes them. */
import { operatorNames, operators } from '../core/operators/index.ts';
import type { AttributeSpec, Operator } from '../core/vocabulary/operator.ts';

/** File name and text of each family's functions. */
export function layerFiles(): readonly (readonly [file: string, text: string])[] {
  const defined = operatorNames.map((name) => operators[name]).filter(({ name }) => name !== 'inputLayer');
  const families = [...new Set(defined.map(({ family }) => family))].sort();
  const files = families.map((family): readonly [string, string] => [
    `${family}.ts`,
    familyFile(defined.filter((operator) => operator.family === family)),
  ]);
  const all = families.map((family) => `export * from './${family}.ts';`);
  return [...files, ['index.ts', `${header}\n${all.join('\n')}\n`]];
}

const header = '// Made of the tables in core/operators by `npm run docs`.';

function familyFile(members: readonly Operator[]): string {
  const body = members.map(layerFunction).join('\n');
  const used = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(body);
  const from = (kind: 'type ' | '', file: string, names: readonly string[]): string[] => {
    const found = names.filter(used);
    return found.length === 0 ? [] : [`import ${kind}{ ${found.join(', ')} } from '${file}';`];
  };
  return [
    header,
    "import { type CommonConfig, defineLayer, type Layer, type Tensor } from '../layer.ts';".replace(
      used('Tensor') ? '' : ', type Tensor',
      '',
    ),
    ...from('type ', '../values.ts', ['Activation', 'Axis', 'Data', 'PerAxis', 'PerSide', 'Sizes', 'Training']),
    '',
    body,
  ].join('\n');
}

/** Operators whose layers give several tensors, and the type of those. */
const severalOutputs: Readonly<Record<string, string>> = {
  maxPoolingWithSwitches2d: 'readonly [values: Tensor, switches: Tensor]',
  split: 'readonly Tensor[]',
  bidirectional: 'Tensor | readonly Tensor[]',
};

function layerFunction({ name, title, doc, attributes }: Operator): string {
  const config = `${name[0]!.toUpperCase()}${name.slice(1)}Config`;
  const rows = Object.entries(attributes);
  const optional = rows.every(([, spec]) => !spec.required);
  const out = severalOutputs[name];
  const generic = out === undefined ? '' : `<${out}>`;
  const parameter = optional ? `config: ${config} = {}` : `config: ${config}`;
  // A recurrent layer that returns its state gives several tensors as well.
  const overloads =
    'returnState' in attributes
      ? [
          `export function ${name}(config: ${config} & { readonly returnState: true }): Layer<readonly Tensor[]>;`,
          `export function ${name}(config: ${config}): Layer;`,
          `export function ${name}(config: ${config}): Layer<Tensor | readonly Tensor[]> {`,
          `  return defineLayer<Tensor | readonly Tensor[]>('${name}', config);`,
        ]
      : [
          `export function ${name}(${parameter}): Layer${generic} {`,
          `  return defineLayer${generic}('${name}', config);`,
        ];
  return [...configType(config, rows), '', `/** ${title}. ${doc} */`, ...overloads, '}', ''].join('\n');
}

/** What only training looks at is listed by name: nothing that ConvLens shows depends on it. */
function configType(name: string, rows: readonly (readonly [string, AttributeSpec])[]): readonly string[] {
  const training = rows.filter(([, spec]) => spec.kind === 'data').map(([attribute]) => `'${attribute}'`);
  const others = rows.filter(([, spec]) => spec.kind !== 'data');
  const parts = ['CommonConfig', ...(training.length > 0 ? [`Training<${training.join(' | ')}>`] : [])].join(' & ');
  if (others.length === 0) return [`export type ${name} = ${parts};`];
  return [`export type ${name} = ${parts} & {`, ...others.flatMap(attributeLines), '};'];
}

function attributeLines([name, spec]: readonly [string, AttributeSpec]): readonly string[] {
  const fallback = defaultOf(spec);
  return [
    `  /** ${spec.doc}${fallback === null ? '' : ` Default ${fallback}.`} */`,
    `  readonly ${name}${spec.required ? '' : '?'}: ${typeOf(spec)};`,
  ];
}

function defaultOf({ default: fallback, defaultFrom }: AttributeSpec): string | null {
  if (defaultFrom !== undefined) return `\`${defaultFrom}\``;
  return fallback === undefined ? null : `\`${JSON.stringify(fallback).replaceAll('"', "'")}\``;
}

function typeOf(spec: AttributeSpec): string {
  const { rank, choices = [] } = spec;
  const literals = choices.map((choice) => `'${choice}'`).join(' | ');
  switch (spec.kind) {
    case 'size':
    case 'integer':
    case 'number':
      return 'number';
    case 'sizes':
      return rank === undefined ? 'number | Sizes' : `PerAxis<${rank}>`;
    case 'axis':
      return 'Axis';
    case 'boolean':
      return 'boolean';
    case 'choice':
      return literals;
    case 'activation':
      return 'Activation';
    case 'padding':
      return `${literals}${choices.length > 0 ? ' | ' : ''}PerSide<${rank}>`;
    case 'shape':
      return 'Sizes';
    case 'table':
      return 'readonly (readonly number[])[]';
    case 'layer':
      return 'Layer<Tensor | readonly Tensor[]>';
    case 'layers':
      return 'readonly Layer<Tensor | readonly Tensor[]>[]';
    case 'data':
      return 'Data';
    default:
      return spec.kind satisfies never;
  }
}
