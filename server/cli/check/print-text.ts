import { visible } from '../../../core/text/visible.ts';
import type { Problem } from '../../analysis/file-analysis.ts';
import { displayUri } from '../files/paths.ts';
import { columns, style } from '../terminal.ts';
import type { CheckedFile } from './checked-file.ts';

type Severity = Problem['severity'];

const colours = { error: 'red', warning: 'yellow', info: 'blue', hint: 'dim' } as const;

/** Problems by file, a line each, related places below, and a count at the end. */
export function printText(files: readonly CheckedFile[]): string {
  const parts = files.filter(({ analysis }) => analysis.findings.length > 0).map(printFile);
  return [...parts, printCount(files)].join('\n\n');
}

function printFile(file: CheckedFile): string {
  const { findings } = file.analysis;
  const places = findings.map(({ place }) => printPlace(file, place.file, file.positions.of(place).start));
  const lines = columns(
    findings.map(({ severity }, index) => ['', places[index]!, severity]),
    [false, true, false],
  );
  const indent = ' '.repeat(Math.max(...lines.map((line) => line.length)) + 2);
  const body = findings.map((finding, index) => {
    const { message, rule, related, severity, fixes } = finding;
    const start = lines[index]!.replace(severity, style(severity, colours[severity])).padEnd(indent.length);
    const others = related.map(({ message: text, place }) => {
      const { start: at } = file.positions.of(place);
      return `${indent}${style(`${visible(displayUri(place.file))}:${at.line + 1}:${at.character + 1}`, 'dim')} ${text}`;
    });
    const mends = fixes.map(({ title, safe }) => `${indent}${style(safe ? 'fix (safe):' : 'fix:', 'green')} ${title}`);
    return [`${start}${message}  ${style(rule, 'dim')}`, ...others, ...mends].join('\n');
  });
  return [style(visible(file.name), 'underline'), ...body].join('\n');
}

function printPlace(file: CheckedFile, uri: string, { line, character }: { line: number; character: number }): string {
  const elsewhere = uri === file.source.uri ? '' : `${displayUri(uri)}:`;
  return `${elsewhere}${line + 1}:${character + 1}`;
}

function printCount(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ analysis }) => analysis.findings);
  const models = files.reduce((sum, { analysis }) => sum + analysis.ownModels, 0);
  const read = `${plural(models, 'model')} in ${plural(files.length, 'file')}`;
  if (all.length === 0) return `${style('No problems', 'green')} in ${read}.`;
  const counts = (['error', 'warning', 'info', 'hint'] as const satisfies readonly Severity[])
    .map((severity) => ({ severity, count: all.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) =>
      style(severity === 'info' ? `${count} info` : plural(count, severity), colours[severity]),
    );
  const safe = all.filter(({ fixes }) => fixes.some((fix) => fix.safe)).length;
  return `${counts.join(', ')} · ${read}.${safe > 0 ? ` --fix mends ${safe} of them.` : ''}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
