/**
 * How layers are spelled: operator ⇄ `tf.layers` factory ⇄ Keras class ⇄ attribute names. Both front ends read
 * arguments here, so that a key that TensorFlow.js drops is dropped in both, and said.
 */
import { Recent } from '../../core/graph/recent.ts';
import { sharedShape } from '../../core/graph/shared-shape.ts';
import { isOperatorName, type OperatorName, operators } from '../../core/operators/index.ts';
import { ACTIVATIONS, readAttributes, TENSORFLOW_ACTIVATIONS } from '../../core/vocabulary/attributes.ts';
import { type Initialiser, readInitialiser } from '../../core/vocabulary/initialiser.ts';
import type { Attributes, AttributeValue, Fact, Shape } from '../../core/vocabulary/operator.ts';
import { acceptedWords } from './accepted-words.ts';
import type { Runtime } from './frontend.ts';
import { inputShapeOf } from './input-shape.ts';
import { isClass, judgeKey, takesFunction } from './judge-key.ts';
import { commonKeys, kerasOnly, layersAsActivations, tfjsLayers } from './layer-table.ts';
import { meantKey } from './misspelling.ts';
import { attributeName, camelCase, type LayerSpelling, type Syntax } from './spelling.ts';

export type { LayerSpelling, Syntax } from './spelling.ts';
export { attributeName } from './spelling.ts';

export interface ReadLayer {
  readonly operator: OperatorName | 'unknown';
  readonly className: string;
  readonly attributes: Attributes;
  readonly facts: readonly Fact[];
  /** By argument, those that are known; left out where there are none. */
  readonly initialisers?: Readonly<Record<string, Initialiser>>;
  readonly trainable: boolean;
  /** The author's name, or null when the runtime's counter would name it. */
  readonly name: string | null;
  /** The shape that the config gives the layer's input, batch first (empty: unknown); null when it gives none. */
  readonly inputShape: Shape | null;
}

/** The layer that `tf.layers.<name>(…)`, or `tf.input(…)`, makes; null when there is no such factory. */
export function findFactory(name: string): LayerSpelling | null {
  return factories.get(name) ?? null;
}

/** The layer that a Keras or TensorFlow.js class name stands for, as the runtime takes it; null for names that neither has. */
export function findClass(className: string, runtime: Runtime = 'tensorflow.js'): LayerSpelling | null {
  return (runtime === 'keras' ? kerasClasses : classes).get(className) ?? null;
}

/** The factory that was probably meant by a name that `tf.layers` has not; null when none is near, or Keras has a layer of that name. */
export function meantFactory(name: string): string | null {
  return isOnlyInKeras(name) ? null : meantKey(name, factoryNames);
}

/** Whether a name is that of a Keras class that TensorFlow.js has not, but for its case: `groupNormalization`. */
export function isOnlyInKeras(name: string): boolean {
  return Object.keys(kerasOnly).some((className) => className.toLowerCase() === name.toLowerCase());
}

/** Every factory name, aliases included. */
export const factoryNames: readonly string[] = tfjsLayers.flatMap((row) => [row.operator, ...(row.aliases ?? [])]);

/**
 * Reads a layer's config. `raw` has the keys as written; `undefined` is an absent value (also a literal `null` or
 * `undefined`, which the runtime treats alike), `null` an unknown one.
 *
 * Facts name attributes in TensorFlow.js's spelling whatever the syntax.
 */
export function readLayer(spelling: LayerSpelling, raw: RawConfig, syntax: Syntax): ReadLayer {
  const number = numbers.get(spelling) ?? ++spellings;
  numbers.set(spelling, number);
  const { name, ...nameless } = raw;
  // Layers that differ in their names only share the rest.
  const isNamed = typeof name === 'string' && spelling.keys.includes('name');
  const config = isNamed ? nameless : raw;
  const key = `${number}${syntax}${keyOf(config)}`;
  const known = configs.get(key);
  const layer = known ?? read(spelling, config, syntax);
  if (!known) configs.set(key, layer);
  return isNamed ? { ...layer, name } : layer;
}

type RawConfig = Readonly<Record<string, AttributeValue | undefined>>;

/**
 * Equal configs give the same attributes object, wherever they are written, so that what is memoised by it is found
 * again. A program has few configs that differ.
 */
const configs = new Recent<string, ReadLayer>(1000);

const numbers = new WeakMap<LayerSpelling, number>();
let spellings = 0;

/** A text that no other value has. */
function keyOf(value: AttributeValue | RawConfig | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  let key = '{';
  for (const [name, part] of Object.entries(value)) key += `${JSON.stringify(name)}:${keyOf(part)},`;
  return `${key}}`;
}

function read(spelling: LayerSpelling, raw: RawConfig, syntax: Syntax): ReadLayer {
  const facts: Fact[] = [];
  const { row, className } = spelling;
  if (row?.tensorsOnly) facts.push({ kind: 'unsupported-layer', className, tensorsOnly: true });
  if (row === null && !spelling.isForKeras) facts.push({ kind: 'unsupported-layer', className });
  const config: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const verdict = judgeKey(spelling, key, value, syntax);
    if (verdict === 'taken')
      config[attributeName(spelling, key, syntax)] =
        key === 'name' ? value : asFunction(spelling, key, plain(key, value, syntax));
    else if (verdict !== 'dropped') facts.push(verdict);
    // What the runtime does with a value that it cannot take is unknown.
    if (typeof verdict === 'object' && verdict.kind === 'invalid-argument')
      config[verdict.attribute] = verdict.acts ?? null;
  }
  const name = isBeyond(spelling, config) ? 'unknown' : spelling.operator;
  const operator = isOperatorName(name) ? operators[name] : null;
  const { attributes, facts: found } = operator
    ? readAttributes(operator, config, spelling.activations ?? TENSORFLOW_ACTIVATIONS)
    : { attributes: {}, facts: [] };
  const shape = inputShapeOf(name, config);
  return {
    operator: name,
    className: spelling.className,
    attributes,
    facts: [...facts, ...found],
    ...initialisersOf(config),
    trainable: config.trainable !== false,
    name: typeof config.name === 'string' ? config.name : null,
    inputShape: shape && sharedShape(shape),
  };
}

function initialisersOf(config: Readonly<Record<string, AttributeValue>>): Pick<ReadLayer, 'initialisers'> {
  const known: Record<string, Initialiser> = {};
  for (const [name, value] of Object.entries(config)) {
    const initialiser = name.endsWith('Initializer') ? readInitialiser(value) : null;
    if (initialiser) known[name] = initialiser;
  }
  return Object.keys(known).length === 0 ? {} : { initialisers: known };
}

/** A GRU that resets its state behind the recurrent product has other weights than the one that TensorFlow.js has. */
function isBeyond({ isForKeras, operator }: LayerSpelling, config: Readonly<Record<string, AttributeValue>>): boolean {
  return isForKeras === true && (operator === 'gru' || operator === 'gruCell') && config.resetAfter !== false;
}

/** The function that a name stands for: TensorFlow.js finds layers by theirs, and Keras has functions that no operator describes. */
function asFunction({ words, isForKeras }: LayerSpelling, key: string, value: AttributeValue): AttributeValue {
  if (typeof value !== 'string' || !takesFunction(camelCase(key))) return value;
  if (isForKeras) return ACTIVATIONS.find((name) => name === (kerasNames[value] ?? value)) ?? null;
  return words && isClass(value) ? (layersAsActivations[value] ?? null) : value;
}

/** What Keras calls an activation otherwise. */
const kerasNames: Readonly<Record<string, string>> = { silu: 'swish', hardSilu: 'hardSwish' };

function plain(key: string, value: AttributeValue, syntax: Syntax): AttributeValue {
  // Keras saves a normalisation's axis as a list of one, which the runtime takes for the number.
  if (key === 'axis' && Array.isArray(value) && value.length === 1) return value[0]!;
  if (syntax === 'javascript') return value;
  if (typeof value === 'string') return camelCase(value);
  return Array.isArray(value) ? value.map((item) => plain('', item, syntax)) : value;
}

const supported: readonly LayerSpelling[] = tfjsLayers.map((row) => ({
  operator: row.operator,
  className: row.className,
  row,
  keys: [...commonKeys, ...row.keys],
  renamed: {},
  words: acceptedWords(row),
}));

const unsupported: readonly LayerSpelling[] = Object.entries(kerasOnly).map(([className, operator]) => ({
  operator,
  className,
  row: null,
  keys: [],
  renamed: {},
}));

const classes: ReadonlyMap<string, LayerSpelling> = new Map(
  [...supported, ...unsupported].map((spelling) => [spelling.className, spelling]),
);

const kerasClasses: ReadonlyMap<string, LayerSpelling> = new Map(
  [...classes].map(([className, { operator, renamed }]) => [
    className,
    { operator, className, row: null, keys: [], renamed, activations: ACTIVATIONS, isForKeras: true },
  ]),
);

const factories: ReadonlyMap<string, LayerSpelling> = new Map(
  supported.flatMap((spelling) => [
    [spelling.operator, spelling] as const,
    ...(spelling.row?.aliases ?? []).map((alias) => [alias, spelling] as const),
    ...(spelling.operator === 'inputLayer' ? [['input', symbolicInput(spelling)] as const] : []),
  ]),
);

/** `tf.input` is the one factory whose keys are not those of its class. */
function symbolicInput(inputLayer: LayerSpelling): LayerSpelling {
  return {
    ...inputLayer,
    keys: ['name', 'shape', 'batchShape', 'dtype', 'sparse'],
    renamed: { shape: 'inputShape', batchShape: 'batchInputShape' },
  };
}
