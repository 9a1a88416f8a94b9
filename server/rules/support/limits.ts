import * as l10n from '@vscode/l10n';
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
    limit.place ? [{ message: messageOf(limit, file), place: limit.place }] : [],
  );
  return [
    { rule: limitRule, message: messageOf(first, file), place, related: related.slice(0, mostRelated), fixes: [] },
  ];
}

const mostRelated = 10;

const order: readonly Stage[] = ['program', 'json', 'callers', 'figures', 'rules'];

function keyOf({ stage, reached, place }: Limit): string {
  return `${stage} ${reached} ${place === null ? '' : `${place.file}:${place.range.start}`}`;
}

function messageOf({ stage, reached, count, place }: Limit, file: string): string {
  switch (reached) {
    case 'work':
      return l10n.t(
        '{0}: it takes more work than one analysis may. {1}',
        stopped(stage, place, file),
        missing[stage](),
      );
    case 'layers':
      return l10n.t('Reading stopped here after {0} layers. {1}', String(count), missing[stage]());
    case 'rounds':
      return l10n.t('This loop was left after {0} iterations: layers may be missing.', String(count));
    case 'models':
      return l10n.t('This loop was left after it had made {0} models: others may be missing.', String(count));
    case 'variants':
      return l10n.t('This model has more variants than are told apart: {0} of them are read.', String(count));
    case 'failure':
      return l10n.t('{0}: it failed. {1}', stopped(stage, place, file), missing[stage]());
    default:
      return reached satisfies never;
  }
}

function stopped(stage: Stage, place: Place | null, file: string): string {
  switch (stage) {
    case 'program':
      return l10n.t('The analysis of this program stopped here');
    case 'callers':
      if (place?.file === file) return l10n.t('A program that uses this file was stopped here');
      return l10n.t(
        'The analysis of {0}, which uses this file or is used by it, stopped',
        place ? fileName(place) : l10n.t('a program'),
      );
    case 'json':
      return l10n.t('Reading stopped here');
    case 'figures':
      return l10n.t('The computation of shapes and costs stopped in this model');
    case 'rules':
      return l10n.t('The search for problems stopped in this model');
    default:
      return stage satisfies never;
  }
}

const missing: Readonly<Record<Stage, () => string>> = {
  program: () => l10n.t('Models and layers may be missing.'),
  callers: () => l10n.t('Models and sizes that it gives may be missing.'),
  json: () => l10n.t('What stands behind is missing.'),
  figures: () => l10n.t('What could not be computed is unknown, and totals are lower bounds.'),
  rules: () => l10n.t('Problems may be missing.'),
};

function fileName({ file }: Place): string {
  return decodeURIComponent(file.slice(file.lastIndexOf('/') + 1));
}
