/** What a key does in the film: go to a row, fold or unfold the current one, or nothing. */
export type TreeMove = { readonly goTo: number } | { readonly fold: true } | null;

interface TreeRow {
  readonly key: string;
  readonly foldable: boolean;
  readonly parents: readonly string[];
}

/**
 * Keys of a tree (WAI-ARIA Authoring Practices, "Tree View"). In a strip the frames lie side by side, so the arrows change
 * roles: left and right walk, down and up unfold and fold.
 */
export function treeMove(key: string, at: number, rows: readonly TreeRow[], folded: boolean, strip: boolean): TreeMove {
  const [back, forth, close, open] = strip
    ? ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
    : ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
  const row = rows[at];
  if (!row) return null;
  const inside = (place: number) => ({ goTo: Math.max(0, Math.min(rows.length - 1, place)) });
  switch (key) {
    case back:
      return inside(at - 1);
    case forth:
      return inside(at + 1);
    case 'PageUp':
      return inside(at - 10);
    case 'PageDown':
      return inside(at + 10);
    case 'Home':
      return inside(0);
    case 'End':
      return inside(rows.length - 1);
    case open:
      if (!row.foldable) return null;
      return folded ? { fold: true } : inside(at + 1);
    case close: {
      if (row.foldable && !folded) return { fold: true };
      const parent = rows.findIndex((one) => one.key === row.parents.at(-1));
      return parent < 0 ? null : { goTo: parent };
    }
    default:
      return null;
  }
}
