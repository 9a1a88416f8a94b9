import { TENSORFLOW_ACTIVATIONS } from '../../core/vocabulary/attributes.ts';
import type { AttributeValue, Fact } from '../../core/vocabulary/operator.ts';
import { type Told, told } from '../../core/vocabulary/told.ts';
import { wordsElsewhere } from './accepted-words.ts';
import { type DroppedKey, tfjsLayers } from './layer-table.ts';
import { meantKey, sameLetters } from './misspelling.ts';
import { attributeName, type LayerSpelling, type Syntax } from './spelling.ts';

/**
 * What the runtime does with a key of a config: takes it, drops it without loss, or something worth a fact. An unknown
 * value (`null`) is never accused.
 */
export function judgeKey(
  spelling: LayerSpelling,
  key: string,
  value: AttributeValue,
  syntax: Syntax,
): 'taken' | 'dropped' | Fact {
  const { row } = spelling;
  if (row === null) return 'taken';
  const attribute = attributeName(spelling, key, syntax);
  const refused = row.refused?.[attribute];
  if (refused) {
    const { only, expected } = refused;
    if (value === null || value === only) return 'taken';
    const isList = typeof only === 'object' && only !== null;
    if (!isList) return { kind: 'invalid-argument', attribute, value, expected };
    if (typeof value === 'number') {
      const suggestion = Array.from({ length: only.list }, () => value);
      return { kind: 'invalid-argument', attribute, value, expected, suggestion };
    }
  }
  if (isTaken(spelling, key, attribute, syntax)) {
    const fact = passedOver(spelling, attribute, value) ?? layerForFunction(spelling, attribute, value);
    return fact ?? refusedWord(spelling, attribute, value, syntax) ?? 'taken';
  }
  const dropped = row.dropped?.[attribute];
  if (dropped) return isHarmless(dropped, attribute, value, syntax) ? 'dropped' : ignored(attribute, value, dropped);
  const meant = meantKey(attribute, spelling.keys);
  // Python writes many keys that TensorFlow.js has never heard of; in JSON only a slip of the pen is worth a word.
  if (syntax === 'json' && (meant === null || onlyInPython.has(attribute))) return 'dropped';
  return ignored(attribute, value, { reason: told('{0} has no such argument', spelling.className), meant });
}

function passedOver({ row }: LayerSpelling, attribute: string, value: AttributeValue): Fact | null {
  const known = row?.passedOver?.[attribute];
  if (!known?.covers(value)) return null;
  const { acts, expected } = known;
  const suggestion = known.suggestion?.(value);
  return {
    kind: 'invalid-argument',
    attribute,
    value,
    expected,
    acts,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The name of a layer where a function is asked for, as in `activation: 'leakyReLU'`. */
function layerForFunction({ words }: LayerSpelling, attribute: string, value: AttributeValue): Fact | null {
  if (!words || !takesFunction(attribute) || typeof value !== 'string') return null;
  if (sameLetters(value, TENSORFLOW_ACTIVATIONS) || isClass(value)) return null;
  const layer = sameLetters(
    value,
    tfjsLayers.map(({ operator }) => operator),
  );
  if (layer === null) return null;
  const expected = told(
    'the name of a function; {0} is a layer, so put {1} behind this one',
    layer,
    `tf.layers.${layer}`,
  );
  return { kind: 'invalid-argument', attribute, value, expected };
}

/** Whether an argument names an activation. */
export function takesFunction(attribute: string): boolean {
  return attribute === 'activation' || attribute === 'recurrentActivation';
}

/** TensorFlow.js looks functions up among all its classes, and finds those of layers too: `activation: 'Dropout'` applies one. */
export function isClass(word: string): boolean {
  return tfjsLayers.some(({ className }) => className === word);
}

/** A word that is none of those that the runtime takes. */
function refusedWord({ words }: LayerSpelling, attribute: string, value: AttributeValue, syntax: Syntax): Fact | null {
  const accepted = words?.[attribute];
  // Files have objects in place of names, and were written by a program.
  if (!accepted || syntax === 'json' || value === null) return null;
  const isPadding = attribute === 'padding';
  // `tf.initializers.heNormal()` is read as its path.
  if (typeof value === 'string' ? accepted.includes(value) || value.includes('.') : !isPadding) return null;
  const meant = typeof value === 'string' ? (wordsElsewhere[value.toLowerCase()] ?? meantKey(value, accepted)) : null;
  // A class that the program registers itself has a capital letter.
  if (meant === null && typeof value === 'string' && /^[A-Z]/.test(value) && !isPadding) return null;
  const expected = accepted.filter((word) => /^[a-z]/.test(word)).map((word) => `'${word}'`);
  return {
    kind: 'invalid-argument',
    attribute,
    value,
    expected: told('one of {0}', expected.join(', ')),
    ...(meant === null ? {} : { suggestion: meant }),
  };
}

function isTaken(spelling: LayerSpelling, key: string, attribute: string, syntax: Syntax): boolean {
  return spelling.keys.includes(syntax === 'javascript' ? key : attribute);
}

function ignored(attribute: string, value: AttributeValue, why: { reason: Told; meant?: string | null }): Fact {
  const { reason, meant } = why;
  return { kind: 'ignored-argument', attribute, value, reason, ...(meant ? { meant } : {}) };
}

/** True where dropping the value changes nothing: it says what the runtime does anyway, or it is unknown. */
function isHarmless(dropped: DroppedKey, attribute: string, value: AttributeValue, syntax: Syntax): boolean {
  if (value === null) return true;
  // A size that has only a name may be the neutral one.
  if (typeof value === 'object' && 'terms' in value) return true;
  if (Array.isArray(value)) return value.every((item) => item === null || item === dropped.neutral);
  if (value === dropped.neutral) return true;
  // A saved model brings its weights along: what would have initialised them no longer matters.
  return syntax === 'json' && /(?:Initializer|Regularizer|Constraint)$/.test(attribute);
}

/** Keys that Keras saves and that are near, by accident, to a key of TensorFlow.js. */
const onlyInPython: ReadonlySet<string> = new Set([
  'activityRegularizer',
  'autocast',
  'batchShape',
  'constraint',
  'inputSpec',
  'kernelConstraint',
  'kernelInitializer',
  'kernelRegularizer',
  'optional',
  'ragged',
  'registeredName',
  'renorm',
  'rmsScaling',
  'sparse',
  'synchronized',
  'seedGenerator',
  'zeroOutputForMask',
  'timeMajor',
]);
