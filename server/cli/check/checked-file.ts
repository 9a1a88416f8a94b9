import type { FileAnalysis } from '../../analysis/file-analysis.ts';
import { displayUri } from '../files/paths.ts';
import { type Positions, positionsFor } from '../positions.ts';
import type { Source } from '../source.ts';

/** A file that was checked, with what printing needs. */
export interface CheckedFile {
  readonly source: Source;
  /** As people call it. */
  readonly name: string;
  readonly analysis: FileAnalysis;
  readonly positions: Positions;
}

export function checkedFile(source: Source, analysis: FileAnalysis): CheckedFile {
  return { source, name: displayUri(source.uri), analysis, positions: positionsFor(source) };
}
