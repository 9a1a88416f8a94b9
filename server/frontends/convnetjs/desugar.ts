import type { ArgumentSource, LayerSource } from '../../../core/graph/node.ts';
import { nearestSpelling } from '../../../core/vocabulary/attributes.ts';
import type { Fact } from '../../../core/vocabulary/operator.ts';
import { told } from '../../../core/vocabulary/told.ts';
import type { Values } from './arguments.ts';
import { activations } from './spellings.ts';

/** One object of the list that `makeLayers` takes. */
export interface Definition {
  /** Null when it is unknown. */
  readonly type: string | null;
  readonly values: Values;
  readonly source: LayerSource | null;
  /** True when it may say more than is known. */
  readonly isOpen: boolean;
}

/** One layer of the net, with what is wrong with the definition that it stands for. */
export interface Part extends Definition {
  readonly facts: readonly Fact[];
  /** The key that says how many scores a loss takes, for the layer in front of it. */
  readonly sizeKey?: string;
}

/**
 * The layers that a definition stands for: in front of a loss the fully connected layer that makes its scores, behind
 * any layer its activation and its dropout.
 */
export function desugar(definition: Definition): readonly Part[] {
  const { type, values, source } = definition;
  const { activation, drop_prob: rate } = values;
  const parts: Part[] = [];
  const sizeKey = type === null ? undefined : sizeKeys[type];
  if (sizeKey) {
    const own = { values: pick(values, sizeKey), source: only(source, sizeKey) };
    parts.push({ ...definition, ...own, type: 'fc', facts: [], sizeKey });
  }
  const own = sizeKey ? { ...definition, source: within(source, 'type') } : definition;
  const isKnown = activation === undefined || activation === null || activations.includes(String(activation));
  parts.push({ ...own, facts: isKnown ? [] : [unsupported(String(activation))] });
  if (activation !== undefined && isKnown) {
    const kind = activation === null ? null : String(activation);
    parts.push({ ...inserted(definition, kind, 'activation'), values: pick(values, 'group_size') });
  }
  if (rate !== undefined && type !== 'dropout') {
    parts.push({ ...inserted(definition, 'dropout', 'drop_prob'), values: pick(values, 'drop_prob') });
  }
  return parts;
}

/** Losses, and what says how many scores they take. */
const sizeKeys: Readonly<Record<string, string>> = {
  softmax: 'num_classes',
  svm: 'num_classes',
  regression: 'num_neurons',
};

function inserted(definition: Definition, type: string | null, key: string): Part {
  return { ...definition, type, source: within(definition.source, key), facts: [] };
}

function unsupported(value: string): Fact {
  const suggestion = nearestSpelling(value, activations);
  const expected = told('one of {0}', activations.join(', '));
  return { kind: 'invalid-argument', attribute: 'activation', value, expected, ...(suggestion ? { suggestion } : {}) };
}

function pick(values: Values, key: string): Values {
  return key in values ? { [key]: values[key] } : {};
}

/** The source with one of its arguments. */
function only(source: LayerSource | null, key: string): LayerSource | null {
  const argument = source?.arguments[key];
  return source && { ...source, arguments: argument ? { [key]: argument } : {} };
}

/** A layer that one argument of a definition makes: it stands where that argument is written. */
function within(source: LayerSource | null, key: string): LayerSource | null {
  const argument: ArgumentSource | undefined = source?.arguments[key];
  if (!source || argument?.file !== source.file) return source;
  return { ...source, range: argument.property, name: argument.value };
}
