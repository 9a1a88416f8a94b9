import type { Problem } from '../../analysis/file-analysis.ts';
import { displayUri } from '../files/paths.ts';
import type { CheckedFile } from './checked-file.ts';

const commands: Readonly<Record<Problem['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Workflow commands, which GitHub shows beside the lines: docs.github.com, "Workflow commands for GitHub Actions". */
export function printGithub(files: readonly CheckedFile[]): string {
  return files
    .flatMap(({ analysis, positions }) =>
      analysis.findings.map(({ severity, rule, message, place }) => {
        const { start, end } = positions.of(place);
        const properties = {
          file: displayUri(place.file),
          line: start.line + 1,
          endLine: end.line + 1,
          col: start.character + 1,
          endColumn: end.character + 1,
          title: rule,
        };
        const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
        return `::${commands[severity]} ${list.join(',')}::${escapeMessage(message)}`;
      }),
    )
    .join('\n');
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
