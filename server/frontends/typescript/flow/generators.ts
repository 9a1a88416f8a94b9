import * as l10n from '@vscode/l10n';
import { touch } from '../values/machine.ts';
import type { GeneratorValue, Run, Value, Visit } from '../values/values.ts';
import { array, now, unknown } from '../values/values.ts';
import { attempt } from './branches.ts';

/** How many elements are computed ahead for `next`; programs that build networks ask for fewer. */
const mostAhead = 256;

/** `run` executes the body and hands out what it yields, once the first element is asked for. */
export function generator(run: GeneratorValue['run']): GeneratorValue {
  return { kind: 'generator', run, isStarted: false, ahead: null, result: undefined, born: now() };
}

/** Goes on until the end, or until `visit` throws. A generator that has been left gives no more. */
export function resume(value: GeneratorValue, run: Run, visit: Visit): Value {
  const { ahead } = value;
  touch(run, value);
  if (!value.isStarted) {
    value.isStarted = true;
    return value.run(visit);
  }
  if (!ahead) return undefined;
  value.ahead = null;
  for (const element of ahead.elements) visit(element);
  if (ahead.open) visit({ ...ahead.open, isRest: true });
  return value.result;
}

/**
 * For `next`, the elements that are still to come. A body cannot be halted half-way here: it is executed ahead, which
 * is the same as long as it changes nothing but its own variables. Where it does, its elements are unknown.
 */
export function elementsAhead(value: GeneratorValue, run: Run): NonNullable<GeneratorValue['ahead']> {
  touch(run, value);
  if (value.ahead) return value.ahead;
  value.ahead = array([]);
  if (value.isStarted) return value.ahead;
  value.isStarted = true;
  let list = value.ahead;
  const why = l10n.t('what a generator does from step to step');
  const isAlone = attempt(run, why, () => {
    list = array([]);
    try {
      value.result = value.run((item) => {
        touch(run, list);
        list.elements.push(item);
        if (list.elements.length >= mostAhead) throw full;
        return unknown(l10n.t('what next is called with'));
      });
    } catch (error) {
      if (error !== full) throw error;
      list.open = unknown(l10n.t('a generator that goes on and on'));
    }
  });
  value.ahead = isAlone ? list : array([], unknown(why));
  return value.ahead;
}

const full = Symbol('enough elements');
