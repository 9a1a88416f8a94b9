/** How ConvNetJS spells layers: `{type: 'conv', sx: 5, filters: 16}`. Its source says what each key sets. */
import type { OperatorName } from '../../../core/operators/index.ts';
import { nearestSpelling } from '../../../core/vocabulary/attributes.ts';
import type { LayerSpelling } from '../spelling.ts';

/** The layer that a `type` stands for; null for one that ConvNetJS does not have. */
export function convnetSpelling(type: string): LayerSpelling | null {
  return spellings.get(type) ?? null;
}

/** The type that a misspelt one was probably meant to be. */
export function nearestType(written: string): string | undefined {
  return nearestSpelling(written, [...spellings.keys()]);
}

/** The key that an attribute is written as, where there is one. */
export function keyOfAttribute(type: string, attribute: string): string | null {
  const spelling = spellings.get(type);
  if (!spelling) return null;
  const renamed = Object.entries(spelling.renamed).find(([, name]) => name === attribute)?.[0];
  return renamed ?? (spelling.keys.includes(attribute) ? attribute : null);
}

/** Functions that `activation` may name. Each becomes a layer of its own. */
export const activations: readonly string[] = ['relu', 'sigmoid', 'tanh', 'maxout'];

/** What every definition may say: its activation and dropout, which become layers, and what ConvNetJS writes into it. */
const common = ['type', 'activation', 'group_size', 'drop_prob', 'in_sx', 'in_sy', 'in_depth', 'name'];
const learned = ['bias_pref', 'l1_decay_mul', 'l2_decay_mul'];
const window = { sx: 'kernelSize', sy: 'kernelSize', stride: 'strides', pad: 'padding' };

interface Row {
  readonly operator: OperatorName;
  readonly keys?: readonly string[];
  readonly renamed?: Readonly<Record<string, string>>;
}

const rows: Readonly<Record<string, Row>> = {
  input: { operator: 'inputLayer', keys: ['out_sx', 'out_sy', 'out_depth', 'sx', 'sy', 'depth', 'width', 'height'] },
  conv: { operator: 'conv2d', keys: ['filters', ...learned], renamed: window },
  pool: { operator: 'maxPooling2d', renamed: { ...window, sx: 'poolSize', sy: 'poolSize' } },
  // The last is what a softmax or an SVM hands to the layer that is put in front of it.
  fc: { operator: 'dense', keys: learned, renamed: { num_neurons: 'units', filters: 'units', num_classes: 'units' } },
  relu: { operator: 'reLU' },
  sigmoid: { operator: 'activation' },
  tanh: { operator: 'activation' },
  maxout: { operator: 'crossChannelPooling', renamed: { group_size: 'poolSize' } },
  dropout: { operator: 'dropout', renamed: { drop_prob: 'rate' } },
  lrn: {
    operator: 'localResponseNormalization',
    keys: ['alpha', 'beta'],
    renamed: { n: 'depthRadius', k: 'bias' },
  },
  softmax: { operator: 'softmax', keys: ['num_classes'] },
  svm: { operator: 'activation', keys: ['num_classes'] },
  regression: { operator: 'activation', keys: ['num_neurons'] },
};

const spellings: ReadonlyMap<string, LayerSpelling> = new Map(
  Object.entries(rows).map(([type, { operator, keys = [], renamed = {} }]) => {
    const known = [...common, ...keys, ...Object.keys(renamed)];
    return [type, { operator, className: type, row: { operator, className: type, keys: known }, keys: known, renamed }];
  }),
);
