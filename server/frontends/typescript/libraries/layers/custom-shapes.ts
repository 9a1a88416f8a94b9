import * as l10n from '@vscode/l10n';
import type { Dimension } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import { callValue, getMember } from '../../values/machine.ts';
import { toDimension } from '../../values/numbers.ts';
import type { CallSite, LayerValue, Value } from '../../values/values.ts';
import { array, isKind, unknown } from '../../values/values.ts';

/** A shape as the program sees it: a list whose open batch is `null`. */
export function shapeValue(shape: Shape): Value {
  if (shape.length === 0) return unknown(l10n.t('the shape is not known'));
  return array(shape.map((size, axis) => sizeValue(size, axis)));
}

function sizeValue(size: Dimension, axis: number): Value {
  if (typeof size === 'number') return size;
  if (size !== null) return { kind: 'number', expression: size };
  return axis === 0 ? null : unknown(l10n.t('a size that is not known'));
}

/** A list of sizes read back; empty when it is none. */
export function shapeOfValue(value: Value): Shape {
  if (!isKind(value, 'array') || value.open) return [];
  return value.elements.map((size) => (size === null || size === undefined ? null : toDimension(size)));
}

/**
 * What an author's own layer says of its output; a layer that does not say gives what it takes, as the base class
 * has it. Null when it is unknown.
 */
export function customShapes(layer: LayerValue, inputs: readonly Shape[], site: CallSite): readonly Shape[] | null {
  const { instance, custom } = layer;
  if (!instance) return null;
  const method = getMember(instance, 'computeOutputShape', site);
  if (!isKind(method, 'function')) return custom && inputs.every((shape) => shape.length > 0) ? inputs : null;
  const result = callValue(method, [shapeArgument(inputs)], site, instance);
  if (!isKind(result, 'array')) return null;
  const isList = result.elements.length > 0 && result.elements.every((element) => isKind(element, 'array'));
  return isList ? result.elements.map(shapeOfValue) : [shapeOfValue(result)];
}

/** One shape, or a list of them for several inputs, as TensorFlow.js passes them. */
export function shapeArgument(inputs: readonly Shape[]): Value {
  const [first] = inputs;
  return inputs.length === 1 && first ? shapeValue(first) : array(inputs.map(shapeValue));
}
