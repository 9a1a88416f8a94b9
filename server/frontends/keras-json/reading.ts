import type { GraphFact, Place, Range } from '../../../core/graph/node.ts';
import type { IsCancelled } from '../frontend.ts';
import { type JsonNode, rangeOf } from './json-tree.ts';

/** What reading one file carries along. */
export interface Reading {
  readonly file: string;
  /** True where the model is JSON inside a string: edits would have to escape what they write, so none is offered. */
  readonly embedded: boolean;
  /** Layers that may still be read. */
  layersLeft: number;
  readonly isCancelled: IsCancelled;
}

export function placeOf(reading: Reading, node: JsonNode): Place {
  return placeAt(reading, rangeOf(node));
}

export function placeAt(reading: Reading, range: Range): Place {
  return { file: reading.file, range };
}

export function graphError(reading: Reading, node: JsonNode, detail: string): GraphFact {
  return { kind: 'graph-error', detail, place: placeOf(reading, node) };
}

/** False once the budget is used up or nobody waits any more. */
export function mayReadLayer(reading: Reading): boolean {
  reading.layersLeft -= 1;
  return reading.layersLeft >= 0 && !reading.isCancelled();
}
