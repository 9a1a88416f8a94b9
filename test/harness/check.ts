import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { type AnalysisOptions, analyseFile, type FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { hover } from '../../server/features/hover.ts';
import { inlayHints } from '../../server/features/inlay-hint.ts';
import type { FileHost } from '../../server/frontends/frontend.ts';
import { drawHints, drawNotes, type Note, stripNotes } from './annotations.ts';

/** What a fixture shows: problems with their fixes, hovers at its carets, or inlay hints. */
export type Drawing = 'problems' | 'hovers' | 'hints';

/**
 * Analyses a fixture and compares what the server says with what is drawn into it; `vitest -u` redraws it. Nothing else
 * in the tests of rules and features calls the server.
 */
export async function check(path: string, drawing: Drawing, options: AnalysisOptions = {}): Promise<FileAnalysis> {
  const annotated = readFileSync(path, 'utf8');
  const { text, carets } = stripNotes(annotated);
  const analysis = analyse(path, text, options);
  await expect(draw(analysis, drawing, carets)).toMatchFileSnapshot(path);
  return analysis;
}

/** The analysis of a text as if it were the file at `path`, its imports read from disk. */
export function analyse(path: string, text: string, options: AnalysisOptions = {}): FileAnalysis {
  return analyseFile(pathToFileURL(path).href, text, disk, options);
}

/** Files on disk, fixtures without their notes. */
export const disk: FileHost = {
  read(uri) {
    try {
      return stripNotes(readFileSync(new URL(uri), 'utf8')).text;
    } catch {
      return null;
    }
  },
};

function draw(analysis: FileAnalysis, drawing: Drawing, carets: readonly { start: number; end: number }[]): string {
  if (drawing === 'hints') {
    return drawHints(analysis.text, inlayHints(analysis, { start: 0, end: analysis.text.length }));
  }
  if (drawing === 'problems') return drawNotes(analysis.text, problems(analysis));
  return drawNotes(
    analysis.text,
    carets.map(({ start }) => {
      const found = hover(analysis, start);
      if (!found) return { range: { start, end: start + 1 }, lines: ['nothing'] };
      const markdown = found.markdown.replace(/\(command:([\w.]+)\?[^)]*\)/g, '($1)');
      return { range: found.range, lines: ['', ...markdown.split('\n')] };
    }),
  );
}

function problems({ uri, findings }: FileAnalysis): Note[] {
  return findings
    .filter(({ place }) => place.file === uri)
    .map(({ rule, severity, message, place, related, fixes }) => ({
      range: place.range,
      lines: [
        `${severity} ${rule}: ${message}`,
        ...related.map((other) => `see: ${other.message}`),
        ...fixes.map((fix) => `💡 ${fix.title}${fix.safe ? ' (safe)' : ''}`),
      ],
    }));
}
