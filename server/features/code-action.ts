import * as l10n from '@vscode/l10n';
import type { Range } from '../../core/graph/node.ts';
import type { FileAnalysis, Problem } from '../analysis/file-analysis.ts';
import { lineOf } from '../analysis/line-index.ts';
import type { Edit } from '../frontends/edits/edit.ts';

/** Something that an editor offers to do about a problem. */
export interface CodeAction {
  readonly title: string;
  readonly problem: Problem;
  readonly edits: readonly Edit[];
  /** The one to take without choosing. */
  readonly preferred: boolean;
}

/** The fixes of the problems that a range touches, and a comment that silences each where the language has comments. */
export function codeActions(file: FileAnalysis, range: Range): CodeAction[] {
  const touched = file.findings.filter(
    ({ place }) => place.file === file.uri && place.range.start <= range.end && range.start <= place.range.end,
  );
  return [
    ...touched.flatMap((problem) =>
      problem.fixes.map(({ title, edits }, index) => ({ title, edits, problem, preferred: index === 0 })),
    ),
    ...touched.flatMap((problem) => suppress(file, problem)),
  ];
}

function suppress({ uri, text, lineStarts }: FileAnalysis, problem: Problem): CodeAction[] {
  if (/\.json$/i.test(uri)) return [];
  const start = lineStarts[lineOf(lineStarts, problem.place.range.start)]!;
  const indent = /^[ \t]*/.exec(text.slice(start, start + 200))![0];
  const newText = `${indent}// convlens-disable-next-line ${problem.rule}\n`;
  const edits = [{ file: uri, range: { start, end: start }, newText }];
  return [{ title: l10n.t('Disable {0} for this line', problem.rule), problem, edits, preferred: false }];
}
