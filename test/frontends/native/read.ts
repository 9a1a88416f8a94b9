import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { FileModels, FrontendOptions } from '../../../server/frontends/frontend.ts';
import { readNativeJson } from '../../../server/frontends/native/index.ts';
import { tell } from '../../harness/graph-facts.ts';

export function read(text: string, options?: FrontendOptions): FileModels {
  return readNativeJson('file:///small.convlens.json', text, { read: () => null }, options);
}

/** The analysis of the first model of a file with these contents. */
export function analyse(model: unknown): GraphAnalysis {
  return analyseGraph(read(JSON.stringify(model)).models[0]!);
}

/** What is wrong with the model, and the text that each is about. */
export function complaints(model: unknown): readonly (readonly [what: string, where: string])[] {
  const text = JSON.stringify(model);
  return read(text).models[0]!.facts.map((fact) => [
    tell(fact),
    fact.place === null ? '' : text.slice(fact.place.range.start, fact.place.range.end),
  ]);
}
