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

/** Turns offsets into lines and characters, file by file. */
export class Positions {
  readonly #read: (uri: string) => string | null;
  readonly #lines = new Map<string, readonly number[]>();

  constructor(read: (uri: string) => string | null) {
    this.#read = read;
  }

  of({ file, range }: Place): PositionRange {
    return { start: this.#at(file, range.start), end: this.#at(file, range.end) };
  }

  in(file: string, range: Range): PositionRange {
    return this.of({ file, range });
  }

  #at(file: string, offset: number): Position {
    const starts = this.#startsOf(file);
    const line = lineOf(starts, offset);
    return { line, character: offset - starts[line]! };
  }

  #startsOf(file: string): readonly number[] {
    const known = this.#lines.get(file);
    if (known) return known;
    const starts = lineStartsOf(this.#read(file) ?? '');
    this.#lines.set(file, starts);
    return starts;
  }
}

/** The positions of a source and of the files that it imports. */
export function positionsFor(source: {
  uri: string;
  text: string;
  host: { read(uri: string): string | null | 'pending' };
}): Positions {
  return new Positions((uri) => {
    if (uri === source.uri) return source.text;
    const text = source.host.read(uri);
    return text === 'pending' ? null : text;
  });
}
