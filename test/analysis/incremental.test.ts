import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Work } from '../../core/graph/work.ts';
import { AnalysisCache } from '../../server/analysis/analysis-cache.ts';
import type { FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { documentSymbols } from '../../server/features/document-symbol.ts';
import { inlayHints } from '../../server/features/inlay-hint.ts';
import { applyEdit, type Edit, edits, uris, workspace } from './workspace-edits.ts';

const sequences = Number(process.env.CONVLENS_SEQUENCES ?? 25);

/** The callers of all files but the first, which calls the others. */
const optionsFor = (uri: string) => ({ work: new Work(1_600_000), ...(uri === uris[0] ? {} : { callers: [uris[0]] }) });
const rules = {};

/** Everything that an editor shows of a file. */
function everything(file: FileAnalysis | null): unknown {
  if (!file) return null;
  const { models, ownModels, findings, missing, lineStarts, positions, calls } = file;
  const hints = inlayHints(file, { start: 0, end: file.text.length });
  return {
    models,
    ownModels,
    findings,
    missing,
    lineStarts,
    sites: positions.sites,
    calls,
    hints,
    symbols: documentSymbols(file),
  };
}

/** What a program says that was started a moment ago and remembers nothing. */
async function fromScratch(files: ReadonlyMap<string, string>, uri: string): Promise<unknown> {
  vi.resetModules();
  const fresh = await import('../../server/analysis/analysis-cache.ts');
  const cache = new fresh.AnalysisCache({ read: (file) => files.get(file) ?? null });
  return everything(cache.get(uri, rules, optionsFor(uri)));
}

describe('after any edits an analysis is what it would be from scratch', () => {
  it(`${sequences} sequences of edits in files that import each other`, {
    timeout: 60_000 + sequences * 5000,
  }, async () => {
    const sequence = fc.record({
      seed: fc.integer({ min: 1, max: 5000 }),
      changes: fc.array(edits, { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(sequence, async ({ seed, changes }) => {
        const files = workspace(seed);
        const cache = new AnalysisCache({ read: (uri) => files.get(uri) ?? null });
        const look = () => uris.map((uri) => cache.get(uri, rules, optionsFor(uri)));
        look();
        const history = new Map<string, string[]>();
        for (const change of changes) {
          edit(files, history, change);
          const now = look();
          const at = changes.indexOf(change) % uris.length;
          expect(everything(now[at]!)).toEqual(await fromScratch(files, uris[at]!));
        }
        const last = look();
        for (const [at, uri] of uris.entries()) expect(everything(last[at]!)).toEqual(await fromScratch(files, uri));
      }),
      { numRuns: sequences },
    );
  });
});

/** Undoing heals what an edit broke. */
function edit(files: Map<string, string>, history: Map<string, string[]>, change: Edit): void {
  const text = files.get(change.file) ?? '';
  const before = history.get(change.file) ?? [];
  history.set(change.file, before);
  if (change.kind === 'undo') files.set(change.file, before.pop() ?? text);
  else {
    before.push(text);
    files.set(change.file, applyEdit(text, change));
  }
}
