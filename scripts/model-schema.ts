/** The JSON Schema of *.convlens.json, made of the operators' attribute tables. `npm run docs` writes it. */

import { operatorNames, operators } from '../core/operators/index.ts';
import { ACTIVATIONS } from '../core/vocabulary/attributes.ts';
import type { AttributeSpec, Operator } from '../core/vocabulary/operator.ts';

type Schema = { readonly [key: string]: unknown };

/** The schema's text. */
export function modelSchema(): string {
  const layerOperators = ['input', ...operatorNames];
  const shared = shareAttributes();
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'ConvLens model',
    description: 'A convolutional network: a list of layers, or an object with layers.',
    oneOf: [{ $ref: '#/definitions/model' }, { $ref: '#/definitions/layers' }],
    definitions: {
      model: {
        type: 'object',
        required: ['layers'],
        properties: {
          $schema: { type: 'string' },
          name: { type: 'string', description: 'What the model is called.' },
          layers: { $ref: '#/definitions/layers' },
          outputs: {
            ...references,
            description: 'The layers whose outputs are the model’s; the last one unless given.',
          },
          models: {
            type: 'object',
            description: 'Models that this one uses as layers, by name. Each may use those before it.',
            additionalProperties: { oneOf: [{ $ref: '#/definitions/model' }, { $ref: '#/definitions/layers' }] },
          },
        },
        additionalProperties: false,
      },
      layers: {
        type: 'array',
        description:
          'Layers from the input to the output. Each takes the output of the one above unless it says `inputs`.',
        items: { anyOf: [{ $ref: '#/definitions/operatorName' }, { $ref: '#/definitions/layer' }] },
      },
      operatorName: {
        enum: layerOperators,
        enumDescriptions: ['Where data enters the model.', ...operatorNames.map((name) => operators[name].doc)],
      },
      layer: {
        type: 'object',
        properties: {
          operator: { $ref: '#/definitions/operatorName', description: 'What the layer does.' },
          ...placing,
          again: { type: 'string', description: 'Name of a layer above to apply once more, with the same weights.' },
          model: { type: 'string', description: 'Name of a model of `models` to use as a layer.' },
          layers: { $ref: '#/definitions/layers' },
          outputs: references,
        },
        oneOf: [{ required: ['operator'] }, { required: ['again'] }, { required: ['model'] }, { required: ['layers'] }],
        allOf: layerOperators.map((name) => ({
          if: { properties: { operator: { const: name } }, required: ['operator'] },
          // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema.
          then: { $ref: `#/definitions/${name}` },
        })),
      },
      ...opening,
      ...shared.definitions,
      input: layerSchema({
        shape: {
          ...sizes,
          description: 'Sizes without the batch: height, width and channels. `null` leaves one open.',
        },
        batchShape: { ...sizes, description: 'Sizes with the batch in front.' },
        dtype: { type: 'string', description: 'Type of the values.' },
      }),
      ...Object.fromEntries(operatorNames.map((name) => [name, operatorSchema(operators[name], shared.schemaOf)])),
    },
  };
  return print(schema);
}

/** A line per definition: small, and a change of an operator is a change of its line. */
function print({ definitions, ...rest }: Schema & { readonly definitions: Schema }): string {
  const lines = Object.entries(definitions).map(
    ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const head = JSON.stringify(rest, null, 2).replace(/\n}$/, '');
  return `${head},\n  "definitions": {\n${lines.join(',\n')}\n  }\n}\n`;
}

const reference: Schema = { type: 'string', description: 'A layer above by name; `name:1` is its second output.' };

const references: Schema = { anyOf: [reference, { type: 'array', items: reference }] };

const sizes: Schema = { type: 'array', items: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] } };

/** What says where a layer stands in the model, whatever it does. */
const placing: Schema = {
  name: { type: 'string', description: 'What the layer is called in summaries, stored weights and `inputs`.' },
  inputs: { ...references, description: 'The layers above that it takes its inputs from; the one above unless given.' },
  trainable: { type: 'boolean', default: true, description: 'Whether training changes the weights of the layer.' },
};

const opening: Schema = {
  inputShape: { ...sizes, description: 'Shape of one input without the batch, for the layer that opens a model.' },
  batchInputShape: { ...sizes, description: 'The same with the batch in front.' },
  batchSize: { type: 'integer', minimum: 1, description: 'The batch, where it is fixed.' },
};

/** Rows that several operators have are defined once, under the attribute's name and a number. */
function shareAttributes(): {
  readonly definitions: Schema;
  schemaOf(name: string, spec: AttributeSpec): Schema;
} {
  const texts = new Map<string, number>();
  const keyOf = (name: string, spec: AttributeSpec): string => `${name} ${JSON.stringify(attributeSchema(spec))}`;
  const rows = operatorNames.flatMap((name) => Object.entries(operators[name].attributes));
  for (const [name, spec] of rows) texts.set(keyOf(name, spec), (texts.get(keyOf(name, spec)) ?? 0) + 1);
  const names = new Map<string, string>();
  const definitions: Record<string, Schema> = {};
  for (const [name, spec] of rows) {
    const key = keyOf(name, spec);
    if (texts.get(key) === 1 || names.has(key)) continue;
    const taken = Object.keys(definitions).filter((other) => other.startsWith(`attribute.${name}.`)).length;
    const definition = `attribute.${name}.${taken + 1}`;
    names.set(key, definition);
    definitions[definition] = attributeSchema(spec);
  }
  return {
    definitions,
    schemaOf: (name, spec) => {
      const definition = names.get(keyOf(name, spec));
      return definition === undefined ? attributeSchema(spec) : { $ref: `#/definitions/${definition}` };
    },
  };
}

const openingRefs: Schema = Object.fromEntries(
  Object.keys(opening).map((name) => [name, { $ref: `#/definitions/${name}` }]),
);

/** What every layer may say, defined once. */
const common: Schema = Object.fromEntries(
  Object.keys(placing).map((name) => [name, { $ref: `#/definitions/layer/properties/${name}` }]),
);

function operatorSchema(
  { attributes, title, doc }: Operator,
  schemaOf: (name: string, spec: AttributeSpec) => Schema,
): Schema {
  const rows = Object.entries(attributes).map(([name, spec]) => [name, schemaOf(name, spec)]);
  const required = Object.entries(attributes).flatMap(([name, spec]) => (spec.required ? [name] : []));
  const schema = layerSchema({ ...openingRefs, ...Object.fromEntries(rows) });
  return { title, description: doc, ...schema, ...(required.length === 0 ? {} : { required }) };
}

function layerSchema(properties: Schema): Schema {
  return { properties: { operator: {}, ...common, ...properties }, additionalProperties: false };
}

function attributeSchema(spec: AttributeSpec): Schema {
  const fallback = spec.default === undefined ? {} : { default: spec.default };
  return { ...valueSchema(spec), ...fallback, description: spec.doc };
}

function valueSchema(spec: AttributeSpec): Schema {
  switch (spec.kind) {
    case 'size':
      return integer(spec.minimum ?? 1);
    case 'integer':
      return integer(spec.minimum);
    case 'number':
      return { type: 'number' };
    case 'sizes':
      return { anyOf: [integer(spec.minimum ?? 1), list(integer(spec.minimum ?? 1), spec.rank)] };
    case 'axis':
      return { anyOf: [integer(undefined), list(integer(undefined))] };
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: spec.choices ?? [] };
    case 'activation':
      return { enum: ACTIVATIONS };
    case 'padding':
      return paddingSchema(spec);
    case 'shape':
      return { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'null' }] } };
    case 'table':
      return list(list(integer(0)));
    case 'layer':
      return { $ref: '#/definitions/layer' };
    case 'layers':
      return list({ $ref: '#/definitions/layer' });
    case 'data':
      return {};
    default:
      return spec.kind satisfies never;
  }
}

function paddingSchema({ choices = [], rank, minimum = 0 }: AttributeSpec): Schema {
  const number = integer(minimum);
  const axis = { anyOf: [number, list(number, 2), ...(choices.length > 0 ? [{ enum: choices }] : [])] };
  return { anyOf: [...(choices.length > 0 ? [{ enum: choices }] : []), number, list(axis, rank)] };
}

function integer(minimum: number | undefined): Schema {
  return { type: 'integer', ...(minimum === undefined ? {} : { minimum }) };
}

function list(item: Schema, length?: number): Schema {
  return { type: 'array', items: item, ...(length === undefined ? {} : { minItems: length, maxItems: length }) };
}
