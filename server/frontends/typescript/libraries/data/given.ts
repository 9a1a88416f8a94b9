import type { Place } from '../../../../../core/graph/node.ts';
import type { DataPair, Given } from '../../../uses.ts';
import type { Run, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import { shapeOfOperand } from './shapes.ts';
import { isCertain } from './tensors.ts';

/** What a program gives to a model at `place`: only what it will certainly be is told. */
export function given(value: Value, place: Place, run: Run): Given {
  if (!isCertain(value, run)) return { kind: 'unknown', place };
  if (isKind(value, 'data')) return { kind: 'tensor', shape: value.shape, made: value.place, place };
  if (isKind(value, 'array') && !value.open && !run.escaped.has(value)) {
    // A list that is filled element by element may be filled later on.
    if (value.elements.length === 0) return { kind: 'unknown', place };
    return { kind: 'list', items: value.elements.map((each) => given(each, place, run)), place };
  }
  if (isKind(value, 'object') && !value.open && !value.class && value.properties.size > 0) {
    const entries = [...value.properties].map(([key, slot]) => [key, given(slot.value, place, run)] as const);
    return { kind: 'dictionary', entries: Object.fromEntries(entries), place };
  }
  const isNumbers = isKind(value, 'array') ? false : shapeOfOperand(value, run) !== null;
  return { kind: isNumbers ? 'numbers' : 'unknown', place };
}

/** What a data set gives for each step of training: nothing is known of another value. */
export function givenByDataset(value: Value, place: Place, part: DataPair['part'], run: Run): DataPair {
  const element = isKind(value, 'dataset') && isCertain(value, run) ? value.element : undefined;
  const partOf = (name: string) => {
    const slot = isKind(element, 'object') ? element.properties.get(name)?.value : undefined;
    return given(slot, place, run);
  };
  return { part, inputs: partOf('xs'), targets: partOf('ys') };
}
