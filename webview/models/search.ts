import { type FilmRow, rowShape } from './film.ts';
import { layerDetail } from './layer-text.ts';

/** Layers whose name, operator or shape has every word of the text in it; blocks and models give way to what is in them. */
export function searchRows(rows: readonly FilmRow[], text: string): readonly FilmRow[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (row.block) return false;
    const all = plain(`${row.path.join('/')} ${row.layer.operator} ${layerDetail(row)} ${rowShape(row)}`);
    return words.every((word) => all.includes(word));
  });
}

/** `3x3` finds 3×3. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('×', 'x');
}
