import type { Run } from './values.ts';

/** What of a run may hold for a while only. */
const passing = [
  ...(['counters', 'layerCount', 'work', 'others', 'depth', 'tries', 'timers'] as const),
  ...(['assumed', 'isGuessing', 'isRehearsing', 'isRecursing', 'guess'] as const),
] as const satisfies readonly (keyof Run)[];

type Passing = Pick<Run, (typeof passing)[number]>;

/** Does something while parts of the run are others, and puts back those that were, however it ends. */
export function withRun<Result>(run: Run, overrides: Partial<Passing>, body: () => Result): Result {
  const before: Partial<Passing> = {};
  for (const key of passing) if (key in overrides) keep(before, run, key);
  Object.assign(run, overrides);
  try {
    return body();
  } finally {
    Object.assign(run, before);
  }
}

function keep<Key extends keyof Passing>(into: Partial<Passing>, run: Passing, key: Key): void {
  into[key] = run[key];
}
