import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { diagnosticJson } from './check-json.ts';
import { modelsJson } from './model-json.ts';

/** Models of a file with all their figures, with their layers or without, and the problems of the file. */
export function summaryJson(file: AnalysedFile, models: readonly GraphAnalysis[], withLayers = true): Summary {
  return {
    version: 1,
    file: file.name,
    models: withLayers ? modelsJson(models, file) : modelsJson(models, file).map(({ layers: _, ...model }) => model),
    diagnostics: file.analysis.findings.map((problem) => diagnosticJson(problem, file)),
  };
}

export interface Summary {
  readonly version: 1;
  readonly file: string;
  /** One for each model that was given, in that order. */
  readonly models: readonly object[];
  readonly diagnostics: readonly object[];
}
