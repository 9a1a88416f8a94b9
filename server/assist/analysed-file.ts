import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { RuleSettings } from '../analysis/severity.ts';
import type { Positions } from './positions.ts';

/** A file and all that is known of it, with what telling that takes. */
export interface AnalysedFile {
  /** As people call it. */
  readonly name: string;
  readonly analysis: FileAnalysis;
  readonly positions: Positions;
  /** The severities that it was analysed with. */
  readonly rules: RuleSettings;
}
