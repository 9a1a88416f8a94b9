import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { type Comparison, compareModels } from './compare-models.ts';

/** Models of two files side by side. */
export interface Diff {
  readonly version: 1;
  readonly before: { readonly file: string };
  readonly after: { readonly file: string };
  readonly models: readonly (Comparison & { readonly name: string; readonly before: string; readonly after: string })[];
  /** Names of models that only one of the files has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface ModelsOfFile {
  readonly file: AnalysedFile;
  readonly models: readonly GraphAnalysis[];
}

/** Compares the models of one name, and where each file has one other model, those two. */
export function diffJson(before: ModelsOfFile, after: ModelsOfFile): Diff {
  const { pairs, removed, added } = pairModels(before.models, after.models);
  return {
    version: 1,
    before: { file: before.file.name },
    after: { file: after.file.name },
    models: pairs.map(([from, to]) => {
      const compared = compareModels({ model: from, file: before.file }, { model: to, file: after.file });
      return { name: to.graph.name, before: from.graph.name, after: to.graph.name, ...compared };
    }),
    added: added.map(({ graph }) => graph.name),
    removed: removed.map(({ graph }) => graph.name),
  };
}

interface Paired {
  readonly pairs: readonly (readonly [GraphAnalysis, GraphAnalysis])[];
  readonly removed: readonly GraphAnalysis[];
  readonly added: readonly GraphAnalysis[];
}

function pairModels(before: readonly GraphAnalysis[], after: readonly GraphAnalysis[]): Paired {
  const left = [...before];
  const pairs: (readonly [GraphAnalysis, GraphAnalysis])[] = [];
  const added: GraphAnalysis[] = [];
  for (const to of after) {
    const found = left.findIndex(({ graph }) => graph.name === to.graph.name);
    if (found < 0) added.push(to);
    else pairs.push([left.splice(found, 1)[0]!, to]);
  }
  const [from, to] = [left[0], added[0]];
  if (left.length !== 1 || added.length !== 1 || !from || !to) return { pairs, removed: left, added };
  return { pairs: [...pairs, [from, to]], removed: [], added: [] };
}
