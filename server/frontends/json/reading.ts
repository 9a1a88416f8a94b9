import type { GraphFact, Place, Range } from '../../../core/graph/node.ts';
import type { FileFinding, FrontendOptions, IsCancelled } from '../frontend.ts';
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

export function startReading(file: string, embedded: boolean, options: FrontendOptions = {}): Reading {
  const { budget, isCancelled = () => false } = options;
  return { file, embedded, layersLeft: budget?.layers ?? defaultLayers, isCancelled };
}

const defaultLayers = 20_000;

export function syntaxFinding(
  file: string,
  problem: { message: string; range: FileFinding['place']['range'] },
): FileFinding {
  return { kind: 'syntax', message: problem.message, place: { file, range: problem.range } };
}

/** The file's name without its endings, to call a model by that has no name. */
export function stemOf(uri: string): string {
  const file = uri.slice(uri.lastIndexOf('/') + 1);
  return file.replace(/(?:\.convlens)?\.[^.]*$/, '') || 'model';
}
