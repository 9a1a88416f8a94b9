import { type FilmRow, rowShape } from './film.ts';

/**
 * Which frame each step of a run belongs to: the nth step with a path is the nth application with that path. Steps that
 * have no frame (there are none today) give null.
 */
export function keysOfSteps(
  rows: readonly FilmRow[],
  steps: readonly (readonly string[])[],
): readonly (string | null)[] {
  const waiting = new Map<string, string[]>();
  for (const row of rows) {
    if (row.foldable) continue;
    const path = row.path.join('/');
    const keys = waiting.get(path);
    if (keys) keys.push(row.key);
    else waiting.set(path, [row.key]);
  }
  return steps.map((path) => waiting.get(path.join('/'))?.shift() ?? null);
}

/**
 * The frame to select after an edit: the same one, else the nearest one before it in the old order that is still there,
 * else the first.
 */
export function keptSelection(
  before: readonly FilmRow[],
  after: readonly FilmRow[],
  selected: string | null,
): string | null {
  const there = new Set(after.map((row) => row.key));
  const at = before.findIndex((row) => row.key === selected);
  for (let i = at; i >= 0; i--) {
    const key = before[i]?.key;
    if (key !== undefined && there.has(key)) return key;
  }
  return firstOfInterest(after);
}

/** Frames that were there before and have another shape now. */
export function changedShapes(before: readonly FilmRow[], after: readonly FilmRow[]): ReadonlySet<string> {
  const shapes = new Map(before.map((row) => [row.key, rowShape(row)]));
  const changed = after.filter((row) => shapes.has(row.key) && shapes.get(row.key) !== rowShape(row));
  return new Set(changed.map((row) => row.key));
}

/** What to show of a model that was just opened: its first layer after the inputs. */
export function firstOfInterest(rows: readonly FilmRow[]): string | null {
  const row = rows.find((one) => !one.isInput && !one.foldable) ?? rows[0];
  return row?.key ?? null;
}
