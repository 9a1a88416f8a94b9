import type { Problem } from '../analysis/file-analysis.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { modelsJson, placeJson } from './model-json.ts';

/** Everything that is known of files, for other programs. Lines and characters count from zero. */
export function checkJson(files: readonly AnalysedFile[], withModels = true): object {
  return {
    version: 1,
    files: files.map((file) => ({
      file: file.name,
      ...(withModels ? { models: modelsJson(file.analysis.models.slice(0, file.analysis.ownModels), file) } : {}),
      diagnostics: file.analysis.findings.map((problem) => diagnosticJson(problem, file)),
    })),
  };
}

/** A problem with its fixes, whose edits are there to be applied by whoever wants them. */
export function diagnosticJson({ rule, severity, message, place, related, fixes }: Problem, file: AnalysedFile) {
  return {
    rule,
    severity,
    message,
    ...placeJson(place, file),
    related: related.map((one) => ({ message: one.message, ...placeJson(one.place, file) })),
    fixes: fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map(({ newText, ...at }) => ({ ...placeJson(at, file), newText })),
    })),
  };
}

/** A problem of a file that another file leads to is found twice: it is said where it is. */
export function sayOnce<File extends AnalysedFile>(files: readonly File[]): readonly File[] {
  const keyOf = ({ rule, message, place }: Problem): string =>
    JSON.stringify([place.file, place.range.start, place.range.end, rule, message]);
  const said = new Set(
    files.flatMap(({ analysis }) => analysis.findings.filter(({ place }) => place.file === analysis.uri).map(keyOf)),
  );
  return files.map((file) => {
    const { uri, findings } = file.analysis;
    const isNew = (problem: Problem): boolean => problem.place.file === uri || !said.has(keyOf(problem));
    return { ...file, analysis: { ...file.analysis, findings: findings.filter(isNew) } };
  });
}
