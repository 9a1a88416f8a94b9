import { withoutNot } from '../values/questions.ts';
import type { Fork, Literal } from '../values/unknown.ts';
import type { Value } from '../values/values.ts';
import { isKind, isStructured } from '../values/values.ts';
import { implied, literalsOf } from './conditions.ts';

/** The fork of an unknown condition: the first way is where it holds. */
export function forkOn(condition: Value): Fork {
  return isStructured(condition)
    ? known(condition, 'if', () =>
        isKind(condition, 'unknown') ? [literalsOf(condition, true), literalsOf(condition, false)] : [],
      )
    : { isLoop: false };
}

/**
 * Two decisions on the same condition are one fork: a program that builds the encoder for 'GRU' builds the decoder for
 * 'GRU' too. A negated condition is the fork of the condition, with its ways the other way round.
 */
export function twoWays<T>(condition: Value, whenTrue: T, whenFalse: T): { readonly fork: Fork; readonly ways: T[] } {
  if (!isKind(condition, 'unknown')) return { fork: forkOn(condition), ways: [whenTrue, whenFalse] };
  const { plain, isNegated } = withoutNot(condition);
  return { fork: forkOn(plain), ways: isNegated ? [whenFalse, whenTrue] : [whenTrue, whenFalse] };
}

/** The fork of a decision between several ways, by what holds on each. */
export function forkBetween(subject: Value, ways: string, literals: Fork['literals']): Fork {
  return isStructured(subject) ? known(subject, ways, () => literals) : { isLoop: false };
}

function known(owner: object, ways: string, literals: () => Fork['literals']): Fork {
  const own = forks.get(owner) ?? new Map<string, Fork>();
  forks.set(owner, own);
  const fork = own.get(ways) ?? { isLoop: false, literals: literals() };
  own.set(ways, fork);
  return fork;
}

const forks = new WeakMap<object, Map<string, Fork>>();

/** Of a fork only the ways that lead on. */
export function onlyWays(fork: Fork, ways: readonly number[], count: number): Fork {
  if (ways.length === count) return fork;
  return { isLoop: fork.isLoop, literals: ways.map((way) => fork.literals?.[way] ?? []) };
}

/** Whether a way agrees with the path condition, the literals that are given. */
export function isOpen(fork: Fork, way: number, given: readonly Literal[]): boolean {
  return (fork.literals?.[way] ?? []).every(({ condition, holds }) => implied(condition, given) !== !holds);
}
