import * as l10n from '@vscode/l10n';
import { iterate } from '../../flow/iteration.ts';
import { mayRunAnytime } from '../../flow/mutations.ts';
import { isCallable } from '../../values/callable.ts';
import { isTree } from '../../values/extent.ts';
import { callValue } from '../../values/machine.ts';
import { isRest } from '../../values/rest.ts';
import type { CallSite, DatasetValue, Value } from '../../values/values.ts';
import { isKind, native, now, object, unknown } from '../../values/values.ts';
import { shapeOfOperand } from './shapes.ts';
import { dataTensor } from './tensors.ts';

/** What makes data sets, by its name in `tf.data`; null for other members. */
export function callDataset(path: string, args: readonly Value[], site: CallSite): Value {
  const [source] = args;
  switch (path) {
    case 'data.array':
      return dataset(firstOf(source));
    case 'data.zip':
      return dataset(zipped(source));
    case 'data.generator':
      mayRunAnytime(source, site);
      return dataset(isCallable(source) ? firstYielded(source, site) : notKnown());
    case 'data.csv':
    case 'data.webcam':
    case 'data.microphone':
      return dataset(notKnown());
    default:
      return null;
  }
}

const notKnown = (): Value => unknown(l10n.t('an element of a data set'));

function dataset(element: Value): DatasetValue {
  return { kind: 'dataset', element, born: now() };
}

/** The first element shows what all look like: a batch of others would not hold together. */
function firstOf(list: Value): Value {
  const first = isKind(list, 'array') ? list.elements[0] : undefined;
  return first === undefined || isRest(first) ? notKnown() : first;
}

function firstYielded(source: Value, site: CallSite): Value {
  const [first] = iterate(callValue(source, [], site), site.scope, 1) ?? [];
  return first === undefined || isRest(first) ? notKnown() : first;
}

/** Data sets side by side, in an object or a list. */
function zipped(parts: Value): Value {
  return mapParts(parts, (part) => (isKind(part, 'dataset') ? part.element : notKnown())) ?? notKnown();
}

/** The same structure with other ends; null when it is none. */
function mapParts(value: Value, map: (part: Value) => Value): Value {
  if (isKind(value, 'array')) return value.open ? null : { ...value, elements: value.elements.map(map), born: now() };
  if (!isKind(value, 'object') || value.open) return null;
  return object([...value.properties].map(([key, slot]) => [key, map(slot.value)] as const));
}

/** A method of a data set. */
export function datasetMember(self: DatasetValue, name: string): Value {
  switch (name) {
    case 'batch':
      return native(name, (_, site) =>
        dataset(isTree(self.element, site.scope.frame.run) ? batched(self.element, site) : notKnown()),
      );
    case 'map':
    case 'mapAsync':
      return native(name, ([transform], site) => {
        mayRunAnytime(transform, site);
        return dataset(callValue(transform, [self.element], site));
      });
    case 'forEachAsync':
      return native(name, ([visit], site) => {
        mayRunAnytime(visit, site);
        callValue(visit, [self.element], site);
        return undefined;
      });
    default:
      return keeping.has(name) ? native(name, passOn(self)) : unknown(l10n.t('{0} of a data set', name));
  }
}

/** What changes how many elements there are, or their order. */
const keeping = new Set(['filter', 'shuffle', 'take', 'skip', 'repeat', 'prefetch', 'concatenate']);

function passOn(self: DatasetValue) {
  return ([condition]: readonly Value[], site: CallSite): Value => {
    mayRunAnytime(condition, site);
    return self;
  };
}

/** Numbers, lists and tensors of several elements become one tensor; the last batch may be smaller. */
function batched(element: Value, site: CallSite): Value {
  if (isKind(element, 'object')) return mapParts(element, (part) => batched(part, site)) ?? notKnown();
  const shape = shapeOfOperand(element, site.scope.frame.run);
  return shape ? dataTensor([null, ...shape], site, null, [element]) : notKnown();
}
