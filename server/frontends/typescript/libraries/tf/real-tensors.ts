import { knownLength } from '../../flow/lists.ts';
import type { Value } from '../../values/values.ts';
import { array, isKind, object, unknown } from '../../values/values.ts';

const byShape = new Set([
  'zeros',
  'ones',
  'fill',
  'randomNormal',
  'randomUniform',
  'randomUniformInt',
  'truncatedNormal',
]);

/** How deep lists of numbers are looked into. */
const mostAxes = 6;

/** A tensor of numbers: nothing is known of it but its shape, where the program says that. Null for other members. */
export function createTensor(path: string, args: readonly Value[]): Value {
  const [first, second] = args;
  if (byShape.has(path)) return tensorOf(first);
  if (!/^tensor\d?d?$/.test(path)) return null;
  if (isKind(second, 'array')) return tensorOf(second);
  const shape = shapeOfList(first);
  return tensorOf(shape && array(shape));
}

/** A tensor of numbers with that list for its shape. */
export function tensorOf(shape: Value): Value {
  const isKnown = isKind(shape, 'array') && !shape.open;
  const made = object(isKnown ? [['shape', shape] as const, ['rank', shape.elements.length] as const] : []);
  made.open = unknown('the numbers of a tensor');
  return made;
}

/** Lists in lists are as long as their first ones. */
function shapeOfList(value: Value, depth = 0): Value[] | null {
  if (!isKind(value, 'array')) return isKind(value, 'unknown') ? null : [];
  if (value.open || depth >= mostAxes) return null;
  const length = knownLength(value);
  const inner = shapeOfList(value.elements[0], depth + 1);
  return inner && length > 0 ? [length, ...inner] : null;
}
