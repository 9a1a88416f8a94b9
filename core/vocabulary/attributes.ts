import { type Dimension, isKnown } from './dimension.ts';
import type { AttributeSpec, Attributes, AttributeValue, Fact, LayerValue, Operator } from './operator.ts';
import { type Told, told } from './told.ts';
import { PADDING_MODES } from './window.ts';

/** The activation functions by TF.js's names. */
export const ACTIVATIONS = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'gelu',
  'gelu_new',
  'sigmoid',
  'hardSigmoid',
  'hardSwish',
  'tanh',
  'softmax',
  'logSoftmax',
  'softplus',
  'softsign',
  'swish',
  'mish',
  'leakyRelu',
] as const;

/** Those of them that TensorFlow.js has. */
export const TENSORFLOW_ACTIVATIONS: readonly string[] = ACTIVATIONS.filter(
  (name) => name !== 'hardSwish' && name !== 'leakyRelu',
);

/**
 * Reads raw arguments into an operator's canonical attributes: defaults filled in, sizes one per axis. What is not valid
 * becomes unknown and a fact that says what was expected. Unknown values (null) stay null without a fact. `activations`
 * are the names that the source's runtime knows.
 */
export function readAttributes(
  operator: Operator,
  raw: Readonly<Record<string, AttributeValue | undefined>>,
  activations: readonly string[] = ACTIVATIONS,
): { readonly attributes: Attributes; readonly facts: readonly Fact[] } {
  const attributes: Record<string, AttributeValue> = {};
  const facts: Fact[] = [];
  for (const [name, spec] of Object.entries(operator.attributes)) {
    const value = raw[name];
    if (value === undefined) {
      const fallback = spec.defaultFrom === undefined ? spec.default : attributes[spec.defaultFrom];
      if (fallback !== undefined) attributes[name] = spread(spec, fallback);
      else if (spec.required) {
        facts.push({ kind: 'missing-argument', attribute: name });
        attributes[name] = unknownOf(spec);
      }
      continue;
    }
    const problem = value === null ? null : problemOf(spec, value, activations);
    if (problem === null) {
      attributes[name] = spread(spec, value);
      continue;
    }
    const { expected, suggestion } = problem;
    facts.push({
      kind: 'invalid-argument',
      attribute: name,
      value,
      expected,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
    attributes[name] = unknownOf(spec);
  }
  return { attributes, facts };
}

/** The candidate that needs the fewest edits to become, and few enough to be a slip of the keyboard. */
export function nearestSpelling(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > longestName) return undefined;
  const wanted = written.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    // Each character too many is one edit, so what is much longer or shorter is not worth comparing.
    if (Math.abs(candidate.length - wanted.length) >= fewest) continue;
    const edits = editDistance(wanted, candidate.toLowerCase());
    if (edits >= fewest) continue;
    fewest = edits;
    best = candidate;
  }
  return best;
}

export function isDimension(value: AttributeValue | undefined): value is Dimension {
  return value === null || typeof value === 'number' || (typeof value === 'object' && 'terms' in value);
}

export function isLayerValue(value: AttributeValue | undefined): value is LayerValue {
  return typeof value === 'object' && value !== null && 'operator' in value;
}

/** How deep layers stand in layers. Each level may double the work: both directions of both directions of a layer. */
function nestingOf({ attributes }: LayerValue): number {
  return 1 + Math.max(0, ...Object.values(attributes).map((inner) => (isLayerValue(inner) ? nestingOf(inner) : 0)));
}

const deepestNesting = 8;

interface Problem {
  readonly expected: Told;
  readonly suggestion?: AttributeValue | undefined;
}

function problemOf(spec: AttributeSpec, value: AttributeValue, activations: readonly string[]): Problem | null {
  switch (spec.kind) {
    case 'size':
    case 'integer':
      return integerProblem(spec, value);
    case 'sizes':
      return sizesProblem(spec, value);
    case 'number':
      return numberProblem(spec, value);
    case 'axis':
      return axisProblem(value);
    case 'boolean':
      return typeof value === 'boolean' ? null : { expected: told('true or false') };
    case 'choice':
      return spellingProblem(spec.choices ?? [], value);
    case 'activation':
      return spellingProblem(activations, value);
    case 'padding':
      return paddingProblem(spec, value);
    case 'shape':
      return Array.isArray(value) && value.every(isDimension)
        ? null
        : { expected: told('a list of sizes, without the batch') };
    case 'table':
      return Array.isArray(value) && value.every(isRowOfIndices)
        ? null
        : { expected: told('a list of lists of indices') };
    case 'layer':
      if (!isLayerValue(value)) return { expected: told('a layer') };
      return nestingOf(value) > deepestNesting
        ? { expected: told('a layer in at most {0} others', deepestNesting) }
        : null;
    case 'layers':
      return isLayerValue(value) || (Array.isArray(value) && value.every((one) => one === null || isLayerValue(one)))
        ? null
        : { expected: told('a list of layers') };
    case 'data':
      return null;
    default:
      return spec.kind satisfies never;
  }
}

function integerProblem(spec: AttributeSpec, value: AttributeValue): Problem | null {
  const minimum = spec.minimum ?? (spec.kind === 'integer' ? undefined : 1);
  const expected = describeInteger(minimum);
  if (!isDimension(value)) return { expected };
  if (!isKnown(value) || (Number.isInteger(value) && (minimum === undefined || value >= minimum))) return null;
  if (!Number.isFinite(value)) return { expected };
  return { expected, suggestion: Math.max(Math.round(value), minimum ?? Number.NEGATIVE_INFINITY) };
}

function numberProblem({ minimum, maximum }: AttributeSpec, value: AttributeValue): Problem | null {
  if (!isDimension(value)) return { expected: told('a number') };
  if (!isKnown(value) || (value >= (minimum ?? value) && value <= (maximum ?? value))) return null;
  // A percentage, where a fraction is asked for.
  const isPercentage = maximum === 1 && value > 1 && value < 100;
  return {
    expected: told('a number from {0} to {1}', String(minimum), String(maximum)),
    ...(isPercentage ? { suggestion: value / 100 } : {}),
  };
}

function sizesProblem(spec: AttributeSpec, value: AttributeValue): Problem | null {
  const one = describeInteger(spec.minimum ?? 1);
  const expected =
    spec.rank === undefined
      ? told('a list, each {0}', one)
      : spec.rank === 1
        ? one
        : told('{0}, or {1} of them', one, spec.rank);
  const single: AttributeSpec = { ...spec, kind: 'size' };
  if (!Array.isArray(value)) {
    const problem = integerProblem(single, value);
    return problem === null ? null : { expected, suggestion: problem.suggestion };
  }
  if (spec.rank !== undefined && value.length !== spec.rank) {
    const first = value[0];
    const repeated =
      first !== undefined && value.every((other) => other === first) && integerProblem(single, first) === null;
    return { expected, suggestion: repeated ? first : undefined };
  }
  const problems = value.map((part) => (part === null ? null : integerProblem(single, part)));
  if (problems.every((problem) => problem === null)) return null;
  const mended = value.map((part, at) => problems[at]?.suggestion ?? part);
  return { expected, suggestion: problems.every((p) => p === null || p.suggestion !== undefined) ? mended : undefined };
}

function isRowOfIndices(row: AttributeValue): boolean {
  const isIndex = (one: AttributeValue): boolean =>
    one === null || (typeof one === 'number' && one >= 0 && Number.isInteger(one));
  return row === null || (Array.isArray(row) && row.every(isIndex));
}

function axisProblem(value: AttributeValue): Problem | null {
  const integer = (one: AttributeValue): boolean => one === null || (typeof one === 'number' && Number.isInteger(one));
  const valid = Array.isArray(value) ? value.every(integer) : integer(value);
  return valid ? null : { expected: told('an axis, an integer that may count from the end (−1 is the last)') };
}

/** Another name of the same function, where a name of few other letters means a different one. */
const synonyms: Readonly<Record<string, string>> = { silu: 'swish' };

function spellingProblem(choices: readonly string[], value: AttributeValue): Problem | null {
  if (typeof value === 'string' && choices.includes(value)) return null;
  const synonym = typeof value === 'string' ? synonyms[value.toLowerCase()] : undefined;
  if (synonym !== undefined && choices.includes(synonym))
    return { expected: told('{0}', `'${synonym}'`), suggestion: synonym };
  const expected = told('{0}', quoted(choices));
  return { expected, suggestion: typeof value === 'string' ? nearestSpelling(value, choices) : undefined };
}

function paddingProblem(spec: AttributeSpec, value: AttributeValue): Problem | null {
  const choices = spec.choices ?? PADDING_MODES;
  if (typeof value === 'string') return spellingProblem(choices, value);
  const number = (one: AttributeValue | undefined): boolean =>
    isDimension(one) && (!isKnown(one) || (Number.isInteger(one) && one >= (spec.minimum ?? 0)));
  const axis = (one: AttributeValue): boolean =>
    number(one) ||
    (typeof one === 'string' && choices.includes(one)) ||
    (Array.isArray(one) && one.length === 2 && one.every(number));
  const valid = Array.isArray(value)
    ? value.length === (spec.rank ?? value.length) && value.every(axis)
    : number(value);
  if (valid) return null;
  return {
    expected: told('{0}, a number, one per axis, or [before, after] per axis', quoted(choices)),
  };
}

function quoted(choices: readonly string[]): string {
  return choices.map((choice) => `'${choice}'`).join(', ');
}

function describeInteger(minimum: number | undefined): Told {
  if (minimum === undefined) return told('an integer');
  return minimum === 1 ? told('a positive integer') : told('an integer of at least {0}', minimum);
}

/** One size per axis where one number was given for all. */
function spread(spec: AttributeSpec, value: AttributeValue): AttributeValue {
  if (spec.kind !== 'sizes' || spec.rank === undefined || Array.isArray(value)) return value;
  return Array.from({ length: spec.rank }, () => value);
}

function unknownOf(spec: AttributeSpec): AttributeValue {
  return spread(spec, null);
}

/** Comparing two names takes the product of their lengths, and no name that a person mistypes is longer. */
const longestName = 100;

/** Levenshtein's distance with adjacent swaps, one row at a time. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
