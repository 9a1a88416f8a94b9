/**
 * Results by the objects that they were computed from. Values of a graph never change, so that the same objects mean
 * the same result; it is forgotten with any of them. What an edit has not reached is found here again.
 */
export interface Recall<Result> {
  result?: Result;
  next?: WeakMap<object, Recall<Result>>;
}

/** Where the result for `key`, or for what follows it, is kept. */
export function recall<Result>(at: Recall<Result>, key: object): Recall<Result> {
  at.next ??= new WeakMap();
  const known = at.next.get(key);
  if (known) return known;
  const made: Recall<Result> = {};
  at.next.set(key, made);
  return made;
}
