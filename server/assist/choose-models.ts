import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { Failure } from './failure.ts';

/** Which models of a file are meant. */
export interface Choice {
  /** The name of one; all are meant without it. */
  readonly model?: string | undefined;
  /** Sizes of each input, without the batch. */
  readonly inputShape?: readonly (readonly number[])[] | undefined;
}

/** The models of a file that are meant, at the input sizes that were given. @throws Failure when there is none */
export function chooseModels(
  { name, analysis }: AnalysedFile,
  { model, inputShape }: Choice,
): readonly GraphAnalysis[] {
  if (analysis.models.length === 0) throw new Failure(`${name}: ${whyNone(analysis)}`);
  const finished = analysis.models.filter(({ graph }) => !graph.unfinished);
  // Layers that no model holds are worth showing where there is nothing else.
  const listed = finished.length > 0 ? finished : analysis.models;
  const named = listed.filter(({ graph }) => model === undefined || graph.name === model);
  if (named.length === 0) {
    const names = [...new Set(listed.map(({ graph }) => graph.name))].join(', ');
    throw new Failure(`${name} has no model ${model}; it has ${names}`);
  }
  return inputShape ? named.map((one) => atSizes(one, inputShape)) : named;
}

function whyNone({ findings }: FileAnalysis): string {
  const [first] = findings;
  return first ? first.message : 'no model was found';
}

/** A model at other sizes of its inputs. @throws Failure when their number does not fit */
export function atSizes(model: GraphAnalysis, sizes: readonly (readonly number[])[]): GraphAnalysis {
  const expected = model.graph.inputs.length;
  if (sizes.length !== expected) {
    const inputs = expected === 1 ? '1 input' : `${expected} inputs`;
    throw new Failure(`${model.graph.name} has ${inputs}, and input shapes were given for ${sizes.length}`);
  }
  return analyseGraph(model.graph, { inputs: sizes.map((shape) => [null, ...shape]) });
}
