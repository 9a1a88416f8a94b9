import type { ArgumentSource, Layer } from '../../core/graph/node.ts';
import { convnetSpelling } from './convnetjs/spellings.ts';
import { findClass, findFactory } from './layers.ts';
import { attributeName, type LayerSpelling } from './spelling.ts';

/** The attribute that a written argument of a layer stands for, by the words of the library that the layer is of. */
export function attributeOf(layer: Layer, written: string): string {
  const spelling = spellingOf(layer);
  return spelling && layer.source ? attributeName(spelling, written, layer.source.syntax) : written;
}

/** Whether a written argument stands for an attribute, in any way that the layer can be made. */
function standsFor(layer: Layer, written: string, attribute: string): boolean {
  const { source, operator } = layer;
  if (!source) return false;
  // `tf.input({ shape })` makes the same layer as `tf.layers.inputLayer({ inputShape })`, but spells it differently.
  const spellings = [spellingOf(layer), operator === 'inputLayer' ? findFactory('input') : null];
  return spellings.some((spelling) => spelling && attributeName(spelling, written, source.syntax) === attribute);
}

/** How a layer writes an attribute (`kernelSize`, or `kernel_size` in JSON), or null when it doesn't. */
export function argumentOf(layer: Layer, attribute: string): { name: string; source: ArgumentSource } | null {
  if (!layer.source) return null;
  const written = layer.source.arguments;
  const exact = written[attribute];
  if (exact) return { name: attribute, source: exact };
  const name = Object.keys(written).find((key) => standsFor(layer, key, attribute));
  return name === undefined ? null : { name, source: written[name]! };
}

/** Whether TensorFlow.js lacks the gradient of a layer, whatever its arguments are. */
export function lacksGradient(layer: Layer): boolean {
  return spellingOf(layer)?.row?.noGradient === true;
}

function spellingOf({ className, source }: Layer): LayerSpelling | null {
  return source?.vocabulary === 'convnetjs' ? convnetSpelling(className) : findClass(className);
}
