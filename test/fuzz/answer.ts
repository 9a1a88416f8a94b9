import type { FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { createFileHost } from '../../server/cli/files/file-host.ts';
import { analyseSource } from '../../server/cli/source.ts';
import { codeLenses } from '../../server/features/code-lens.ts';
import { documentSymbols } from '../../server/features/document-symbol.ts';
import { hover } from '../../server/features/hover.ts';
import { inlayHints } from '../../server/features/inlay-hint.ts';
import { figuresOf } from '../harness/figures.ts';
import type { SeedFile } from './seeds.ts';

/** What the analysis of a file came to. */
export type Answer =
  | { readonly kind: 'threw'; readonly error: string }
  /** The figures, and whether they are all there are: those of a limit or a broken text hang on how it is written. */
  | { readonly kind: 'figures'; readonly figures: string; readonly isWhole: boolean };

/** Does with a file what the command line and an editor do: reading, figures, rules, hovers, hints, lenses, symbols. */
export function answer({ uri, text }: SeedFile): Answer {
  try {
    const analysis = analyseSource({ uri, text, encoding: 'utf-8', host: createFileHost() });
    show(analysis);
    const isWhole = analysis.findings.every(({ rule }) => rule !== 'budget' && rule !== 'syntax');
    return { kind: 'figures', figures: JSON.stringify(figuresOf(analysis)), isWhole };
  } catch (error) {
    return { kind: 'threw', error: error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error) };
  }
}

function show(analysis: FileAnalysis): void {
  const { length } = analysis.text;
  const step = Math.max(1, Math.floor(length / hovers));
  for (let offset = 0; offset <= length; offset += step) hover(analysis, offset);
  inlayHints(analysis, { start: 0, end: length });
  codeLenses(analysis);
  documentSymbols(analysis);
}

/** Over the whole text, so that every layer of a file of usual size has one. */
const hovers = 300;
