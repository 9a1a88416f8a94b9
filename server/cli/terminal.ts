import { shorten, shortenWords } from '../../core/text/shorten.ts';
import { visible } from '../../core/text/visible.ts';

/** Colour, on a terminal only: https://no-color.org */
const isColoured = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green' | 'underline';

const codes: Readonly<Record<Style, number>> = {
  bold: 1,
  dim: 2,
  underline: 4,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
};

export function style(text: string, ...styles: readonly Style[]): string {
  if (!isColoured) return text;
  return styles.reduce((styled, name) => `\u001b[${codes[name]}m${styled}\u001b[0m`, text);
}

/** Says how far it is, on one line of standard error that is wiped at the end; silent where that is no terminal. */
export function progress(): { show(text: string): void; done(): void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, done: () => {} };
  const wipe = '\r\u001b[K';
  return {
    show: (text) => void stderr.write(`${wipe}${visible(text).slice(0, (stderr.columns || 80) - 1)}`),
    done: () => void stderr.write(wipe),
  };
}

/** Columns as wide as their widest cell, with texts of files in them; `right` tells which are numbers. */
export function columns(cells: readonly (readonly string[])[], right: readonly boolean[]): readonly string[] {
  const rows = cells.map((row) => row.map((cell) => shorten(visible(cell), widestCell)));
  const widths = right.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - widthOf(cell));
        return right[column] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

const widestCell = 120;

function widthOf(text: string): number {
  return [...text].length;
}

/** Lines of at most 100 characters. */
export function wrap(text: string): string {
  return text.replaceAll(/(.{1,100})(?:\s+|$)/g, '$1\n').trimEnd();
}

export function write(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** One line on standard error. */
export function say(text: string): void {
  process.stderr.write(`convlens: ${shortenWords(visible(text), 300, 1000)}\n`);
}
