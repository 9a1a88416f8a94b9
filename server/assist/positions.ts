import type { Place, Range } from '../../core/graph/node.ts';
import { lineOf, lineStartsOf } from '../analysis/line-index.ts';

/** Zero-based, in UTF-16 code units, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface PositionRange {
  readonly start: Position;
  readonly end: Position;
}

/** Where the places of files are as whoever asked would say it: by what the files are called, by lines and characters. */
export class Positions {
  /** The text of a file that was read; null for any other. */
  readonly textOf: (uri: string) => string | null;
  /** What people call a file. */
  readonly nameOf: (uri: string) => string;
  readonly #lines = new Map<string, readonly number[]>();

  constructor(textOf: (uri: string) => string | null, nameOf: (uri: string) => string) {
    this.textOf = textOf;
    this.nameOf = nameOf;
  }

  of({ file, range }: Place): PositionRange {
    return { start: this.#at(file, range.start), end: this.#at(file, range.end) };
  }

  in(file: string, range: Range): PositionRange {
    return this.of({ file, range });
  }

  /** `src/model.ts:12`, the first line being 1. */
  lineAt({ file, range }: Place): string {
    return `${this.nameOf(file)}:${this.#at(file, range.start).line + 1}`;
  }

  #at(file: string, offset: number): Position {
    const starts = this.#startsOf(file);
    const line = lineOf(starts, offset);
    return { line, character: offset - starts[line]! };
  }

  #startsOf(file: string): readonly number[] {
    const known = this.#lines.get(file);
    if (known) return known;
    const starts = lineStartsOf(this.textOf(file) ?? '');
    this.#lines.set(file, starts);
    return starts;
  }
}
