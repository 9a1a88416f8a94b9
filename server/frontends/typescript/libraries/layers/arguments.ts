import { operators } from '../../../../../core/operators/index.ts';
import type { AttributeSpec, AttributeValue, OperatorTable } from '../../../../../core/vocabulary/operator.ts';
import { attributeName, type LayerSpelling } from '../../../layers.ts';
import { isTree } from '../../values/extent.ts';
import { memberText } from '../../values/library-member.ts';
import { toDimension } from '../../values/numbers.ts';
import type { LibraryValue, ObjectValue, Run, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';

const table: OperatorTable = operators;

export type RawArguments = Readonly<Record<string, AttributeValue | undefined>>;

/** What a layer's config says, by the keys as written. Unknown values are null, absent ones are left out. */
export function readArguments(config: Value, spelling: LayerSpelling, run: Run): RawArguments {
  const specs = table[spelling.operator]?.attributes ?? {};
  const raw: Record<string, AttributeValue | undefined> = {};
  const isOpen = isKind(config, 'unknown') || (isKind(config, 'object') && config.open !== null);
  if (isOpen) for (const name of Object.keys(specs)) if (spelling.keys.includes(name)) raw[name] = null;
  if (!isKind(config, 'object')) return raw;
  for (const [key, slot] of config.properties) {
    const name = attributeName(spelling, key, 'javascript');
    const isSmall = !isKind(slot.value, 'array') || isTree(slot.value, run);
    const value = isSmall ? toAttribute(slot.value, shapeKeys.includes(name) ? shapeSpec : specs[name]) : null;
    raw[key] = name === 'inputShape' ? asList(value) : value;
  }
  return raw;
}

/** The axes of a config's input shape, counted with the batch, that are written as `null`: unknown sizes are not. */
export function openAxesOf(config: Value, spelling: LayerSpelling): { readonly openAxes?: readonly number[] } {
  if (!isKind(config, 'object')) return {};
  for (const [key, { value }] of config.properties) {
    const name = attributeName(spelling, key, 'javascript');
    const isWhole = name === 'batchInputShape';
    if ((!isWhole && name !== 'inputShape') || !isKind(value, 'array')) continue;
    const axes = value.elements.flatMap((size, axis) => (size === null ? [isWhole ? axis : axis + 1] : []));
    const openAxes = axes.filter((axis) => axis > 0);
    return openAxes.length > 0 ? { openAxes } : {};
  }
  return {};
}

/** Every layer reads these, whatever its operator is. */
const shapeKeys: readonly string[] = ['inputShape', 'batchInputShape', 'batchSize', 'inputDim', 'inputLength'];

const shapeSpec: AttributeSpec = { kind: 'shape', doc: '' };

/** TF.js puts the batch before what it is given, so that one size need not be a list: `inputShape: 784`. */
function asList(value: AttributeValue | undefined): AttributeValue | undefined {
  const isSize = typeof value === 'number' || (typeof value === 'object' && value !== null && 'terms' in value);
  return isSize ? [value] : value;
}

/** Whether a config may have more keys than are listed: `{...options}`. */
export function isOpenConfig(config: Value): boolean {
  return isKind(config, 'unknown') || (isKind(config, 'object') && config.open !== null);
}

/** `null` and `undefined` are the same to TF.js: absent. */
function toAttribute(value: Value, spec: AttributeSpec | undefined, isElement = false): AttributeValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  if (isKind(value, 'number')) return value.expression;
  if (isKind(value, 'array')) {
    if (value.open) return null;
    // Lists may have holes, which `map` leaves as they are.
    return Array.from(value.elements, (element) => toAttribute(element, spec, true) ?? null);
  }
  if (isKind(value, 'layer')) return nestedLayer(value);
  if (isKind(value, 'unknown'))
    return isCount(spec) && (isElement || spec?.kind !== 'shape') ? toDimension(value) : null;
  if (isKind(value, 'library')) return memberOrCall(value);
  return isKind(value, 'object') ? (nestedName(value) ?? null) : null;
}

/** Initialisers and their like: neither shapes nor costs depend on them, but what weights start as. */
function memberOrCall(value: LibraryValue): AttributeValue {
  const { path, argument } = value;
  if (!isKind(argument, 'object') || argument.open !== null) return argument === undefined ? memberText(value) : null;
  const given = [...argument.properties].flatMap(([key, slot]) => {
    const attribute = toAttribute(slot.value, undefined);
    return attribute === undefined ? [] : [[key, attribute] as const];
  });
  return { operator: path.at(-1) ?? '?', attributes: Object.fromEntries(given) };
}

/** Whether the name of a parameter may stand for the number that a call will pass: `units` in `[null, units]`. */
function isCount(spec: AttributeSpec | undefined): boolean {
  return spec !== undefined && ['size', 'sizes', 'integer', 'number', 'shape'].includes(spec.kind);
}

function nestedLayer(layer: Extract<Value, { readonly kind: 'layer' }>): AttributeValue {
  const { operator, attributes } = layer.description;
  return { operator, attributes };
}

function nestedName(value: ObjectValue): AttributeValue | undefined {
  return value.layer ? nestedLayer(value.layer) : undefined;
}
