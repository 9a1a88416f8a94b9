import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { FileModels, FrontendOptions } from '../../../server/frontends/frontend.ts';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';

export function read(text: string, options?: FrontendOptions): FileModels {
  return readKerasJson('file:///model.json', text, { read: () => null }, options);
}

/** The analysis of the first model in a text. */
export function analyse(text: string): GraphAnalysis {
  return analyseGraph(read(text).models[0]!);
}
