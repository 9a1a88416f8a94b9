import type { Layer } from '../../core/graph/node.ts';

/** The runtime's list leaves out what a model makes for itself, such as the input layer of a sequential one. */
export function isListed({ source, implicit }: Layer): boolean {
  return source !== null || !implicit;
}
