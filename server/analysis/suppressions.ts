import type { Finding } from '../rules/support/rule.ts';
import { lineOf, lineStartsOf } from './line-index.ts';

/**
 * Whether a comment silences a finding: `// convlens-disable-next-line rule-a, rule-b` (all rules when none is named)
 * on the line before, `// convlens-disable-line …` on the line itself, `// convlens-disable …` for the whole file.
 */
export function readSuppressions(text: (file: string) => string | null): (finding: Finding) => boolean {
  const files = new Map<string, FileSuppressions | null>();
  return ({ rule, place }) => {
    let file = files.get(place.file);
    if (file === undefined) {
      file = parse(text(place.file));
      files.set(place.file, file);
    }
    if (file === null) return false;
    const line = lineOf(file.lineStarts, place.range.start);
    return file.comments.some((c) => (c.line === null || c.line === line) && (c.rules === null || c.rules.has(rule)));
  };
}

interface FileSuppressions {
  readonly lineStarts: readonly number[];
  /** `line: null` is the whole file, `rules: null` every rule. */
  readonly comments: readonly { readonly line: number | null; readonly rules: ReadonlySet<string> | null }[];
}

const comment = /(?:\/\/|\/\*)[ \t]*convlens-disable(-next-line|-line)?(?![\w-])[ \t]*([\w\-, \t]*)/g;

function parse(text: string | null): FileSuppressions | null {
  if (!text?.includes('convlens-disable')) return null;
  const lineStarts = lineStartsOf(text);
  const comments = [...text.matchAll(comment)].map((match) => {
    const line = lineOf(lineStarts, match.index);
    const ids = (match[2] ?? '')
      .split(/--/)[0]!
      .split(/[,\s]+/)
      .filter(Boolean);
    return {
      line: match[1] === undefined ? null : match[1] === '-line' ? line : lineMeant(text, lineStarts, line + 1),
      rules: ids.length > 0 ? new Set(ids) : null,
    };
  });
  return { lineStarts, comments };
}

/** The line that a comment above it speaks of: behind others that disable a rule each. */
function lineMeant(text: string, lineStarts: readonly number[], line: number): number {
  let next = line;
  while (isComment(text.slice(lineStarts[next], lineStarts[next + 1]))) next += 1;
  return next;
}

function isComment(line: string): boolean {
  return /^\s*\/[/*]\s*convlens-disable-next-line/.test(line);
}
