import type { Limit, Reached } from '../../../core/graph/limit.ts';
import type { GraphFact, Place, Range } from '../../../core/graph/node.ts';
import { Work } from '../../../core/graph/work.ts';
import type { FileFinding, FrontendOptions, Runtime } from '../frontend.ts';
import { type JsonNode, type JsonText, parseJson, rangeOf } from './json-tree.ts';

/** What reading one file carries along. */
export interface Reading {
  readonly file: string;
  /** True where the model is JSON inside a string: edits would have to escape what they write, so none is offered. */
  readonly embedded: boolean;
  /** What is to run the model. */
  readonly runtime: Runtime;
  readonly mostLayers: number;
  /** Layers that may still be read. */
  layersLeft: number;
  readonly work: Work;
  readonly limits: Limit[];
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

/** Takes one layer that has `inputs`; false, and told, once there is nothing left to read it with. */
export function mayReadLayer(reading: Reading, node: JsonNode, inputs = 1): boolean {
  if (reading.layersLeft === 0) return stop(reading, 'layers', node);
  reading.layersLeft -= 1;
  return mayRead(reading, node, unitsPerLayer + inputs * unitsPerInput);
}

/** Takes what a layer says of itself; false, and told, once there is nothing left to read it with. */
export function mayReadArguments(reading: Reading, node: JsonNode, given: object): boolean {
  return mayRead(reading, node, Math.max(0, Object.keys(given).length - mostArguments) * unitsPerStrangeKey);
}

/** No layer takes more. What stands behind that is compared with each of those that it takes. */
const mostArguments = 100;
const unitsPerStrangeKey = 500;

/** Takes units of work; false, and told, once there is nothing left. */
export function mayRead(reading: Reading, node: JsonNode, units: number): boolean {
  return reading.work.allows(units) || stop(reading, 'work', node);
}

/** Told where it is first reached: what comes after that is refused as well. */
function stop(reading: Reading, reached: Reached, node: JsonNode): false {
  if (reading.limits.some((limit) => limit.reached === reached)) return false;
  const count = reached === 'layers' ? reading.mostLayers : null;
  reading.limits.push({ stage: 'json', reached, count, place: placeOf(reading, node) });
  return false;
}

const unitsPerLayer = 200;
const unitsPerInput = 10;

export function startReading(file: string, options: FrontendOptions = {}): Reading {
  const mostLayers = options.budget?.layers ?? defaultLayers;
  const { runtime = 'tensorflow.js' } = options;
  return {
    file,
    embedded: false,
    runtime,
    mostLayers,
    layersLeft: mostLayers,
    work: options.work ?? new Work(),
    limits: [],
  };
}

const defaultLayers = 20_000;

/** Parses the file's text as far as there is work left for it, and tells where that was. */
export function parseText(text: string, reading: Reading): JsonText {
  const parsed = parseJson(text, reading.work);
  if (parsed.cut !== null) tellCut(reading, { start: parsed.cut, end: parsed.cut + 1 });
  return parsed;
}

/** Nothing behind this place could be read. */
export function tellCut(reading: Reading, range: Range): void {
  reading.limits.push({ stage: 'json', reached: 'work', count: null, place: placeAt(reading, range) });
}

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
