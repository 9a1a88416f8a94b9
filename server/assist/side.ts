import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { AnalysedFile } from './analysed-file.ts';

/** A model and the file that its places are told by. */
export interface Side {
  readonly model: GraphAnalysis;
  readonly file: AnalysedFile;
}

export interface BeforeAfter<Value> {
  readonly before: Value;
  readonly after: Value;
}
