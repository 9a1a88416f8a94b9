import { touch } from '../values/machine.ts';
import type { Fork } from '../values/unknown.ts';
import type { Binding, Run, Value } from '../values/values.ts';
import { now } from '../values/values.ts';
import { withRun } from '../values/with-run.ts';
import { eitherWay } from './branches.ts';

/** By then widening has come to its end: every variable that differs between iterations has become unknown. */
const mostRehearsals = 3;

/**
 * Runs a body that the program runs any number of times, none included. The layers of its first iteration are kept.
 * Then the body is rehearsed on the state that it has left behind, towards a fixed point: the states before and after
 * an iteration are joined, so that what differs between them is unknown afterwards.
 */
export function repeatUnknown<T>(run: Run, why: string, body: () => T): T | undefined {
  const fork: Fork = { isLoop: true };
  const [first] = eitherWay<T | undefined>(run, why, [body, () => undefined], () => true, fork);
  rehearse(run, () => {
    for (let count = 0; count < mostRehearsals; count += 1) {
      eitherWay<T | undefined>(run, why, [body, () => undefined], () => true, fork);
    }
  });
  return first?.result;
}

/** A sum over any number of elements. */
export function reduceUnknown(run: Run, why: string, initial: Value, call: (sum: Value) => Value): Value {
  const sum: Binding = { kind: 'binding', value: initial, born: now() };
  repeatUnknown(run, why, () => {
    const next = call(sum.value);
    touch(run, sum);
    sum.value = next;
  });
  return sum.value;
}

/** Rehearsals within rehearsals would multiply: one is enough there. */
function rehearse(run: Run, body: () => void): void {
  if (run.isRehearsing) return;
  const { counters, layerCount } = run;
  const lists = [run.models, run.layers, run.functions, run.classes, run.findings, run.uses, run.limits];
  const lengths = lists.map((list) => list.length);
  try {
    withRun(run, { isRehearsing: true, counters, layerCount }, body);
  } finally {
    for (const [index, list] of lists.entries()) list.length = lengths[index] ?? 0;
  }
}
