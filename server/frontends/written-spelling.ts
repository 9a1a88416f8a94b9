import type { ArgumentSource, Layer, LayerSource } from '../../core/graph/node.ts';
import { convnetSpelling } from './convnetjs/spellings.ts';
import { findClass, findFactory } from './layers.ts';
import { attributeName, type LayerSpelling } from './spelling.ts';

/** The attribute that a written argument of a layer stands for, by the words of the library that the layer is of. */
export function attributeOf(layer: Layer, written: string): string {
  const spelling = spellingOf(layer);
  return spelling && layer.source ? attributeName(spelling, written, layer.source.syntax) : written;
}

/** How a layer writes an attribute (`kernelSize`, or `kernel_size` in JSON), or null when it doesn't. */
export function argumentOf(layer: Layer, attribute: string): { name: string; source: ArgumentSource } | null {
  if (!layer.source) return null;
  const written = layer.source.arguments;
  const exact = written[attribute];
  if (exact) return { name: attribute, source: exact };
  const name = keysOf(layer, layer.source).get(attribute);
  return name === undefined ? null : { name, source: written[name]! };
}

/** By attribute, the first key that stands for it in any way that the layer can be made. */
function keysOf(layer: Layer, source: LayerSource): ReadonlyMap<string, string> {
  const known = keys.get(layer);
  if (known) return known;
  // `tf.input({ shape })` makes the same layer as `tf.layers.inputLayer({ inputShape })`, but spells it differently.
  const spellings = [spellingOf(layer), layer.operator === 'inputLayer' ? findFactory('input') : null];
  const found = new Map<string, string>();
  for (const written of Object.keys(source.arguments)) {
    for (const spelling of spellings) {
      const attribute = spelling && attributeName(spelling, written, source.syntax);
      if (attribute !== null && !found.has(attribute)) found.set(attribute, written);
    }
  }
  keys.set(layer, found);
  return found;
}

const keys = new WeakMap<Layer, ReadonlyMap<string, string>>();

/** Whether TensorFlow.js lacks the gradient of a layer, whatever its arguments are. */
export function lacksGradient(layer: Layer): boolean {
  return spellingOf(layer)?.row?.noGradient === true;
}

function spellingOf({ className, source }: Layer): LayerSpelling | null {
  return source?.vocabulary === 'convnetjs' ? convnetSpelling(className) : findClass(className);
}
