import type { Layer } from '../../core/graph/node.ts';
import type { ModelProblem } from '../../server/protocol.ts';
import type { FilmProblem, FilmRow } from './film.ts';

/** The frames with the worst problem in their text. Of a line that makes several layers those are marked that show it. */
export function markProblems(rows: readonly FilmRow[], problems: readonly ModelProblem[]): readonly FilmRow[] {
  const grave = problems.filter(isGrave);
  if (grave.length === 0) return rows;
  return rows.map((row) => {
    const problem = grave.find((one) => isIn(row.layer, one));
    if (!problem) return row;
    const isMeant = hasFacts(row) || !rows.some((other) => hasFacts(other) && isIn(other.layer, problem));
    return isMeant ? { ...row, problem } : row;
  });
}

/** The frame that a problem is about, null where it is about the whole model. */
export function rowOfProblem(problem: ModelProblem, rows: readonly FilmRow[]): FilmRow | null {
  return (
    rows.find((row) => hasFacts(row) && isIn(row.layer, problem)) ??
    rows.find((row) => isIn(row.layer, problem)) ??
    null
  );
}

function isGrave(problem: ModelProblem): problem is ModelProblem & FilmProblem {
  return problem.severity === 'error' || problem.severity === 'warning';
}

function isIn({ source }: Layer, { file, range }: ModelProblem): boolean {
  return source?.file === file && source.range.start <= range.start && range.end <= source.range.end;
}

function hasFacts({ layer, node }: FilmRow): boolean {
  return layer.facts.length > 0 || node.facts.length > 0;
}
