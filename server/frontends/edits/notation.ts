import type { Layer, LayerSource } from '../../../core/graph/node.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { activations, keyOfAttribute } from '../convnetjs/spellings.ts';

/** What differs between the languages that layers are written in, as far as edits need it. */
export interface Notation {
  /** The key to write for an attribute; null where the library has none. */
  key(layer: Layer, attribute: string): string | null;
  /** Whether the library takes such a value at all. */
  takes(value: AttributeValue): boolean;
  /** Whether keys and strings always stand in double quotes; otherwise they follow the file. */
  readonly quoted: boolean;
  /** What stands between braces and the first key of a config that was empty. */
  readonly inBraces: '' | ' ';
  /** Whether the config is the layer's own literal: one that is chosen, or shared by a variable, is not for one layer to change. */
  ownsConfig(source: LayerSource, text: string): boolean;
  /** Whether what the library does not know means nothing at all. A file that Keras wrote means it for Keras. */
  readonly dropsUnknown: boolean;
  /** Whether a layer is made by a call that can stand beside another one. */
  readonly calls: boolean;
}

/** The notation of a layer's text. */
export function notationOf({ syntax, vocabulary }: LayerSource): Notation {
  if (vocabulary === 'convnetjs') return convnetjs;
  if (syntax === 'javascript') return program;
  return vocabulary === 'native' ? nativeJson : kerasJson;
}

const program: Notation = {
  key: (_, attribute) => attribute,
  takes: () => true,
  quoted: false,
  inBraces: ' ',
  ownsConfig: ({ name, config }, text) => config !== null && /^\s*\(\s*$/.test(text.slice(name.end, config.start)),
  dropsUnknown: true,
  calls: true,
};

/** A definition of ConvNetJS is its own literal. Lists of sizes and modes of padding it does not know. */
const convnetjs: Notation = {
  ...program,
  key: ({ className }, attribute) => keyOfAttribute(className, attribute),
  takes: (value) => typeof value === 'number' || activations.includes(String(value)),
  ownsConfig: () => true,
  calls: false,
};

const nativeJson: Notation = {
  key: (_, attribute) => attribute,
  takes: () => true,
  quoted: true,
  inBraces: '',
  ownsConfig: () => true,
  dropsUnknown: true,
  calls: false,
};

const kerasJson: Notation = {
  ...nativeJson,
  dropsUnknown: false,
  // `kernelSize` → `kernel_size`
  key: (_, attribute) => attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
};
