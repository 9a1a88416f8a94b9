import type { Layer, LayerSource } from '../../core/graph/node.ts';
import { convnetSpelling, keyOfAttribute } from './convnetjs/spellings.ts';
import { findClass, findFactory } from './layers.ts';
import { attributeName, type LayerSpelling } from './spelling.ts';

/** The attribute that a written argument of a layer stands for, by the words of the library that the layer is of. */
export function attributeOf(layer: Layer, written: string): string {
  const spelling = spellingOf(layer);
  return spelling && layer.source ? attributeName(spelling, written, layer.source.syntax) : written;
}

/** Whether a written argument stands for an attribute, in any way that the layer can be made. */
export function standsFor(layer: Layer, written: string, attribute: string): boolean {
  const { source, operator } = layer;
  if (!source) return false;
  // `tf.input({ shape })` makes the same layer as `tf.layers.inputLayer({ inputShape })`, but spells it differently.
  const spellings = [spellingOf(layer), operator === 'inputLayer' ? findFactory('input') : null];
  return spellings.some((spelling) => spelling && attributeName(spelling, written, source.syntax) === attribute);
}

/** The name to write for an attribute that is not there yet; null where the library has none. */
export function nameToWrite({ className }: Layer, attribute: string, { vocabulary }: LayerSource): string | null {
  return vocabulary === 'convnetjs' ? keyOfAttribute(className, attribute) : attribute;
}

function spellingOf({ className, source }: Layer): LayerSpelling | null {
  return source?.vocabulary === 'convnetjs' ? convnetSpelling(className) : findClass(className);
}
