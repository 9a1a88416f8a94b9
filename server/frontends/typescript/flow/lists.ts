import * as l10n from '@vscode/l10n';
import { touch } from '../values/machine.ts';
import { isRest, rest } from '../values/rest.ts';
import type { Unknown } from '../values/unknown.ts';
import type { ArrayValue, CallSite, Value } from '../values/values.ts';
import { array, unknown } from '../values/values.ts';
import { openEnd } from './iteration.ts';
import { repeatUnknown } from './repetition.ts';

/** Up to where the position of every element is known. */
export function knownLength({ elements, open }: ArrayValue): number {
  const gap = open ? elements.findIndex(isRest) : -1;
  return gap < 0 ? elements.length : gap;
}

/** The element at a position, counted from the end when negative; undefined when there is none. */
export function elementAt(self: ArrayValue, at: number): Value {
  const { elements, open } = self;
  if (at >= 0) return at < knownLength(self) ? elements[at] : (open ?? undefined);
  const isKnown = !open || (openEnd(self) === null && -at <= elements.toReversed().findIndex(isRest));
  return isKnown ? elements.at(at) : (open ?? undefined);
}

/** All elements, with something that stands for any number of them where the list may go on. */
export function withRest(self: ArrayValue): Value[] {
  const end = openEnd(self);
  return end ? [...self.elements, rest(end)] : self.elements.slice();
}

/** Nothing is known of the list any more. */
export function forget(self: ArrayValue, why: string, site: CallSite): Unknown {
  touch(site.scope.frame.run, self);
  const cause = self.open ?? unknown(why);
  self.elements = [];
  self.open = cause;
  return unknown(cause.why);
}

/** Calls back for every element, and once for an unknown one where there may be any number of them. */
export function mapOver(self: ArrayValue, site: CallSite, call: (element: Value, at: Value) => Value): ArrayValue {
  const known = knownLength(self);
  const index = (at: number): Value => (at < known ? at : unknown(l10n.t('an index of an unknown list')));
  const mapped = withRest(self).map((element, at) => {
    if (!isRest(element)) return call(element, index(at));
    repeatUnknown(site.scope.frame.run, element.why, () => call(unknown(element.why), index(at)));
    return element;
  });
  return array(mapped, self.open);
}
