import type { Problem } from '../../analysis/file-analysis.ts';
import { displayUri } from '../files/paths.ts';
import { modelsJson } from '../summary/model-json.ts';
import type { CheckedFile } from './checked-file.ts';

/** Everything that is known, for other programs. Lines and characters count from zero. */
export function printJson(files: readonly CheckedFile[]): string {
  const json = {
    version: 1,
    files: files.map((file) => ({
      file: file.name,
      models: modelsJson(file.analysis.models.slice(0, file.analysis.ownModels), file.source.uri, file.positions),
      diagnostics: file.analysis.findings.map((problem) => diagnosticJson(problem, file)),
    })),
  };
  return JSON.stringify(json, null, 2);
}

export function diagnosticJson(
  { rule, severity, message, place, related, fixes }: Problem,
  { source, positions }: Pick<CheckedFile, 'source' | 'positions'>,
): object {
  const fileIfOther = (uri: string): object => (uri === source.uri ? {} : { file: displayUri(uri) });
  return {
    rule,
    severity,
    message,
    ...fileIfOther(place.file),
    range: positions.of(place),
    related: related.map((one) => ({
      message: one.message,
      ...fileIfOther(one.place.file),
      range: positions.of(one.place),
    })),
    fixes: fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map(({ file, range, newText }) => ({
        ...fileIfOther(file),
        range: positions.in(file, range),
        newText,
      })),
    })),
  };
}
