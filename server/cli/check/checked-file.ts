import type { FileAnalysis } from '../../analysis/file-analysis.ts';
import type { AnalysedFile } from '../../assist/analysed-file.ts';
import { analysedFile, type Source } from '../source.ts';

/** A file that was checked, with what mending it needs. */
export interface CheckedFile extends AnalysedFile {
  readonly source: Source;
}

export function checkedFile(source: Source, analysis: FileAnalysis): CheckedFile {
  return { source, ...analysedFile(source, analysis) };
}
