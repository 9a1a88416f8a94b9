import * as l10n from '@vscode/l10n';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { visible } from '../../core/text/visible.ts';
import { mostRetries } from './limits.ts';
import type { Ending } from './worker.ts';

/** The command that has a file analysed again that was set aside; its argument is the file's URI. */
export const analyseAgain = 'convlens.analyseAgain';

interface Entry {
  /** Null for a file that is only suspected: its worker may have ended for another reason. */
  why: Ending | null;
  /** How many edits of any document there had been when its worker ended. */
  edits: number;
  /** How often it was set aside since it was last analysed to the end. */
  times: number;
  /** The file that its analysis had read last. */
  reading: string;
}

/** Files whose analysis has ended its worker. To the workers they do not exist until they are tried again. */
export class SetAside {
  readonly #entries = new Map<string, Entry>();

  has(uri: string): boolean {
    return (this.#entries.get(uri)?.why ?? null) !== null;
  }

  /**
   * A worker has ended while it analysed a file, after so many edits of any document. A crash may have come from outside,
   * so it counts when it happens again and nothing else has happened between. Whether the file is set aside now. What it
   * imports or who calls it may be at fault: `reading` was read last.
   */
  blame(uri: string, edits: number, why: Ending, reading = uri): boolean {
    const before = this.#entries.get(uri);
    const isProven = why !== 'crash' || (before !== undefined && before.why === null && before.edits === edits);
    this.#entries.set(uri, {
      why: isProven ? why : null,
      edits,
      times: (before?.times ?? 0) + (isProven ? 1 : 0),
      reading,
    });
    return isProven;
  }

  /** Tries a file again: because it was edited, which it may be only so often, or because «Analyse again» asks for it. */
  retry(uri: string, reason: 'edit' | 'command'): boolean {
    const entry = this.#entries.get(uri);
    if (!entry || entry.why === null || (reason === 'edit' && entry.times >= mostRetries)) return false;
    entry.why = null;
    entry.edits = -1;
    return true;
  }

  /** A file was analysed to the end. */
  absolve(uri: string): void {
    if (!this.has(uri)) this.#entries.delete(uri);
  }

  /** The problem that is shown instead of the file's own. */
  problem(uri: string): Diagnostic | null {
    const { why = null, reading = uri } = this.#entries.get(uri) ?? {};
    if (why === null) return null;
    const last = reading === uri ? [] : [l10n.t('The last file that it had read is {0}.', nameOf(reading))];
    return {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1_000 } },
      severity: 2,
      source: 'convlens',
      code: 'set-aside',
      message: [reasons[why](), ...last].join(' '),
    };
  }

  /** What the light bulb offers for it. */
  actions(uri: string): CodeAction[] {
    const problem = this.problem(uri);
    if (!problem) return [];
    const title = l10n.t('Analyse again');
    return [
      { title, kind: 'quickfix', diagnostics: [problem], command: { title, command: analyseAgain, arguments: [uri] } },
    ];
  }
}

const reasons: Readonly<Record<Ending, () => string>> = {
  stall: () => l10n.t('ConvLens set this file aside: its analysis did not end.'),
  memory: () => l10n.t('ConvLens set this file aside: its analysis ran out of memory.'),
  crash: () => l10n.t('ConvLens set this file aside: its analysis ended unexpectedly, twice.'),
};

/** As people write it, where it is written as it should be. */
function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return visible(decodeURIComponent(name));
  } catch {
    return visible(name);
  }
}
