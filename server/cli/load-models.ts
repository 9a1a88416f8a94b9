import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { AnalysedFile } from '../assist/analysed-file.ts';
import { type Choice, chooseModels } from '../assist/choose-models.ts';
import type { Runtime } from '../frontends/frontend.ts';
import { projectCallers } from './callers.ts';
import { analysedFile, analyseSource, sourceOf, standardInput } from './source.ts';

export interface ModelOptions extends Choice {
  readonly call?: string;
  readonly runtime?: Runtime;
  readonly stdinFilename?: string;
}

export interface LoadedModels {
  readonly file: AnalysedFile;
  readonly models: readonly GraphAnalysis[];
}

/** The models of a file that were asked for, at the input sizes that were given. @throws Failure when there is none */
export async function loadModels(path: string, options: ModelOptions): Promise<LoadedModels> {
  const source = path === '-' ? await standardInput(options.stdinFilename) : sourceOf(path);
  const given = options.call ? { call: options.call } : { callers: projectCallers()(source.uri) };
  const file = analysedFile(source, analyseSource(source, { ...given, runtime: options.runtime }));
  return { file, models: chooseModels(file, options) };
}
