import type { Frame } from './machine.ts';
import type { Fork, Value } from './values.ts';
import { isKind, isStructured } from './values.ts';

/**
 * The fork at a decision that hangs on an unknown value. Two decisions of one activation on the same value, with the
 * same ways to go, are one fork: whoever built the encoder for 'GRU' builds the decoder for 'GRU' too.
 */
export function forkOn(value: Value, ways: string, frame: Frame): Fork {
  if (!isStructured(value)) return { isLoop: false };
  const name = isKind(value, 'unknown') ? value.symbol : null;
  const forks = name === null ? mapOf(byValue, value) : mapOf(byFrame, frame);
  const key = `${name ?? ''}\n${ways}`;
  const fork = forks.get(key) ?? { isLoop: false };
  forks.set(key, fork);
  return fork;
}

type Forks = Map<string, Fork>;

const byValue = new WeakMap<object, Forks>();
const byFrame = new WeakMap<object, Forks>();

function mapOf(maps: WeakMap<object, Forks>, owner: object): Forks {
  const map = maps.get(owner) ?? new Map<string, Fork>();
  maps.set(owner, map);
  return map;
}
