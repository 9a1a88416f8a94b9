import { type Dimension, same } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import type { ListContent, Tensor } from './tensor.ts';

/** What is true of both: where a program goes one of two ways, or a loop once more. */
export function joinTensors(a: Tensor, b: Tensor): Tensor {
  const list = joinLists(a.list, b.list);
  return {
    shape: joinShapes(a.shape, b.shape),
    values: a.values && b.values?.length === a.values.length ? joinSizes(a.values, b.values) : null,
    constant: a.constant?.name === b.constant?.name ? a.constant : null,
    ...(list ? { list } : {}),
  };
}

export function isSameTensor(a: Tensor, b: Tensor): boolean {
  return printed(a) === printed(b);
}

/** An element that has not been set yet joins to the other one. */
export function joinElements(a: ListContent['element'], b: ListContent['element']): ListContent['element'] {
  if (a === 'unset') return b;
  return b === 'unset' ? a : joinShapes(a, b);
}

export function joinLists(a: ListContent | undefined, b: ListContent | undefined): ListContent | undefined {
  if (!a || !b) return undefined;
  return { element: joinElements(a.element, b.element), length: joinSize(a.length, b.length) };
}

function joinShapes(a: Shape | null, b: Shape | null): Shape | null {
  return a && b && a.length === b.length ? joinSizes(a, b) : null;
}

function joinSizes(a: Shape, b: Shape): Shape {
  return a.map((size, axis) => joinSize(size, b[axis]!));
}

function joinSize(a: Dimension, b: Dimension): Dimension {
  return same(a, b) === true ? a : null;
}

function printed({ shape, values, constant, list }: Tensor): string {
  return JSON.stringify([shape, values, constant?.name, list]);
}
