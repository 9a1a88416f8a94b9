import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { projectCallers } from './callers.ts';
import { Failure } from './failure.ts';
import { displayUri } from './files/paths.ts';
import { analyseSource, type Source, sourceOf, standardInput } from './source.ts';

export interface ModelOptions {
  readonly model?: string;
  readonly call?: string;
  /** Sizes of each input, without the batch. */
  readonly inputShape?: readonly (readonly number[])[];
  readonly stdinFilename?: string;
}

export interface LoadedModels {
  readonly source: Source;
  readonly analysis: FileAnalysis;
  readonly models: readonly GraphAnalysis[];
}

/** The models of a file that were asked for, at the input sizes that were given. @throws Failure when there is none */
export async function loadModels(file: string, options: ModelOptions): Promise<LoadedModels> {
  const source = file === '-' ? await standardInput(options.stdinFilename) : sourceOf(file);
  const given = options.call ? { call: options.call } : { callers: projectCallers()(source.uri) };
  const analysis = analyseSource(source, given);
  const name = displayUri(source.uri);
  if (analysis.models.length === 0) throw new Failure(`${name}: ${whyNone(analysis)}`);
  const { model: asked } = options;
  const finished = analysis.models.filter(({ graph }) => !graph.unfinished);
  // Layers that no model holds are worth showing where there is nothing else.
  const listed = finished.length > 0 ? finished : analysis.models;
  const named = listed.filter(({ graph }) => asked === undefined || graph.name === asked);
  if (named.length === 0) {
    const names = [...new Set(listed.map(({ graph }) => graph.name))].join(', ');
    throw new Failure(`${name} has no model ${asked}; it has ${names}`);
  }
  return { source, analysis, models: named.map((model) => atSizes(model, options.inputShape)) };
}

function whyNone({ findings }: FileAnalysis): string {
  const [first] = findings;
  return first ? first.message : 'no model was found';
}

function atSizes(model: GraphAnalysis, sizes: ModelOptions['inputShape']): GraphAnalysis {
  if (!sizes) return model;
  const expected = model.graph.inputs.length;
  if (sizes.length !== expected) {
    throw new Failure(`${model.graph.name} has ${expected} inputs, and --input-shape was given ${sizes.length} times`);
  }
  return analyseGraph(model.graph, { inputs: sizes.map((shape) => [null, ...shape]) });
}
