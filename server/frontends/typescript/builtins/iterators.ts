import * as l10n from '@vscode/l10n';
import { elementsAhead, generator, resume } from '../flow/generators.ts';
import { Enough, iterate, visitEach } from '../flow/iteration.ts';
import { repeatUnknown } from '../flow/repetition.ts';
import { callValue, touch } from '../values/machine.ts';
import { truth } from '../values/numbers.ts';
import { isRest, rest } from '../values/rest.ts';
import type { ArrayValue, CallSite, GeneratorValue, Value, Visit } from '../values/values.ts';
import { array, isKind, object, unknown } from '../values/values.ts';
import { arrayMethods, type Method } from './arrays.ts';

/** Methods of generators: the protocol, and the helpers that every iterator has. */
export const generatorMethods: Readonly<Record<string, Method<GeneratorValue>>> = {
  next: (self, _, site) => next(self, elementsAhead(self, site.scope.frame.run), site),
  return: (self, [value], site) => {
    touch(site.scope.frame.run, self);
    self.isStarted = true;
    self.ahead = null;
    return entry(value, true);
  },
  '@@iterator': (self) => self,
  '@@asyncIterator': (self) => self,
  map: (self, [callback], site) => mapped(self, callback, site, (item, visit) => visit(item)),
  flatMap: (self, [callback], site) =>
    mapped(self, callback, site, (item, visit) => {
      visitEach(item, site.scope, visit);
    }),
  filter: (self, [callback], site) =>
    generator((visit) =>
      each(self, site, (item, index) => {
        const isKept = isRest(item) ? undefined : truth(callValue(callback, [item, index], site));
        if (isKept === undefined) visit(rest(unknown(l10n.t('filtered by something unknown'))));
        else if (isKept) visit(item);
      }),
    ),
  take: (self, [count], site) => generator((visit) => take(self, count, site, visit)),
  drop: (self, [count], site) =>
    generator((visit) =>
      each(self, site, (item, index) => {
        if (typeof count !== 'number') visit(rest(unknown(l10n.t('the rest behind something unknown'))));
        else if (index >= count) visit(item);
      }),
    ),
  toArray: (self, _, site) => toArray(self, site),
  ...Object.fromEntries(['forEach', 'reduce', 'some', 'every', 'find'].map((name) => [name, asArray(name)])),
};

function asArray(name: string): Method<GeneratorValue> {
  return (self, args, site) => {
    // What is found early leaves the rest alone.
    const ends = ['some', 'every', 'find'].includes(name) ? searchable(self, name, args[0], site) : null;
    return arrayMethods[name]?.(ends ?? toArray(self, site), args, site);
  };
}

function searchable(self: GeneratorValue, name: string, callback: Value, site: CallSite): ArrayValue {
  const seen = array([]);
  const enough = new Enough();
  try {
    each(self, site, (item) => {
      seen.elements.push(item);
      if (isRest(item)) seen.open ??= item;
      else if (truth(callValue(callback, [item], site)) === (name !== 'every')) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return seen;
}

function toArray(self: GeneratorValue, site: CallSite): ArrayValue {
  const elements = iterate(self, site.scope) ?? [];
  return array(elements, elements.find(isRest) ?? null);
}

function each(self: GeneratorValue, site: CallSite, call: (item: Value, index: number) => void): undefined {
  let index = 0;
  resume(self, site.scope.frame.run, (item) => {
    call(item, index);
    index += 1;
    return undefined;
  });
}

function mapped(
  self: GeneratorValue,
  callback: Value,
  site: CallSite,
  hand: (item: Value, visit: Visit) => void,
): GeneratorValue {
  return generator((visit) =>
    each(self, site, (item, index) => {
      if (!isRest(item)) return hand(callValue(callback, [item, index], site), visit);
      repeatUnknown(site.scope.frame.run, item.why, () => callValue(callback, [unknown(item.why)], site));
      visit(item);
    }),
  );
}

function take(self: GeneratorValue, count: Value, site: CallSite, visit: Visit): undefined {
  if (typeof count !== 'number' || count <= 0) return;
  const enough = new Enough();
  try {
    each(self, site, (item, index) => {
      visit(item);
      if (index + 1 >= count) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
}

function next(self: GeneratorValue, ahead: ArrayValue, site: CallSite): Value {
  const [first] = ahead.elements;
  if (ahead.elements.length > 0 && !isRest(first)) {
    touch(site.scope.frame.run, ahead);
    ahead.elements.shift();
    return entry(first, false);
  }
  const end = ahead.open ?? ahead.elements.find((element) => isKind(element, 'unknown'));
  if (isKind(end, 'unknown')) return entry(unknown(end.why), unknown(end.why));
  const { result } = self;
  self.result = undefined;
  return entry(result, true);
}

function entry(value: Value, done: Value): Value {
  return object([
    ['value', value],
    ['done', done],
  ]);
}
