import type { Limit, Stage } from '../../../core/graph/limit.ts';
import type { Place } from '../../../core/graph/node.ts';
import type { Finding } from './rule.ts';

/** Under this name settings and comments know the problem that tells of limits. */
export const limitRule = 'budget';

/**
 * One problem for all the limits that an analysis of the file has reached: the first where it was reached, or at the
 * file's beginning where that is in another file, the others as related places.
 */
export function describeLimits(limits: readonly Limit[], file: string): readonly Finding[] {
  const distinct = new Map<string, Limit>();
  for (const limit of limits) if (!distinct.has(keyOf(limit))) distinct.set(keyOf(limit), limit);
  const [first, ...others] = [...distinct.values()].toSorted((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage));
  if (first === undefined) return [];
  const isHere = first.place?.file === file;
  const place = isHere && first.place ? first.place : { file, range: { start: 0, end: 1 } };
  const elsewhere = isHere ? others : [first, ...others];
  const related = elsewhere.flatMap((limit) =>
    limit.place ? [{ message: messageOf(limit), place: limit.place }] : [],
  );
  return [{ rule: limitRule, message: messageOf(first), place, related: related.slice(0, mostRelated), fixes: [] }];
}

const mostRelated = 10;

const order: readonly Stage[] = ['program', 'json', 'callers', 'figures', 'rules'];

function keyOf({ stage, reached, place }: Limit): string {
  return `${stage} ${reached} ${place === null ? '' : `${place.file}:${place.range.start}`}`;
}

function messageOf({ stage, reached, count, place }: Limit): string {
  switch (reached) {
    case 'work':
      return `${stopped(stage, place)}: it takes more work than one analysis may. ${missing[stage]}`;
    case 'layers':
      return `Reading stopped here after ${count} layers. ${missing[stage]}`;
    case 'rounds':
      return `This loop was left after ${count} iterations: layers may be missing.`;
    case 'models':
      return `This loop was left after it had made ${count} models: others may be missing.`;
    case 'variants':
      return `This model has more variants than are told apart: ${count} of them are read.`;
    case 'failure':
      return `${stopped(stage, place)}: it failed. ${missing[stage]}`;
    default:
      return reached satisfies never;
  }
}

function stopped(stage: Stage, place: Place | null): string {
  switch (stage) {
    case 'program':
      return 'The analysis of this program stopped here';
    case 'callers':
      return `The analysis of ${place ? fileName(place) : 'a program'}, which uses this file or is used by it, stopped`;
    case 'json':
      return 'Reading stopped here';
    case 'figures':
      return 'The computation of shapes and costs stopped in this model';
    case 'rules':
      return 'The search for problems stopped in this model';
    default:
      return stage satisfies never;
  }
}

const missing: Readonly<Record<Stage, string>> = {
  program: 'Models and layers may be missing.',
  callers: 'Models and sizes that it gives may be missing.',
  json: 'What stands behind is missing.',
  figures: 'What could not be computed is unknown, and totals are lower bounds.',
  rules: 'Problems may be missing.',
};

function fileName({ file }: Place): string {
  return decodeURIComponent(file.slice(file.lastIndexOf('/') + 1));
}
