import ts from 'typescript';
import type { Place } from '../../../../../core/graph/node.ts';
import type { DataPair, Given } from '../../../uses.ts';
import { isCertain } from '../../flow/guesses.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, Run, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import { shapeOfOperand } from './shapes.ts';
import { argumentPlace } from './tensors.ts';

/** What a program gives to a model as an argument. */
export function givenArgument(args: readonly Value[], at: number, site: CallSite): Given {
  const { node, scope } = site;
  const written = ts.isCallExpression(node) ? node.arguments[at] : undefined;
  const parts = written && ts.isArrayLiteralExpression(written) ? written.elements : [];
  const places = parts.map((part) => placeOf(part, scope));
  return given(args[at], argumentPlace(at, site), scope.frame.run, places);
}

/** What is given at `place`: only what it will certainly be is told. `places` are those of the elements of a list. */
export function given(value: Value, place: Place, run: Run, places: readonly Place[] = []): Given {
  if (!isCertain(value, run)) return { kind: 'unknown', place };
  if (isKind(value, 'data')) return { kind: 'tensor', shape: value.shape, made: value.place, place };
  if (isKind(value, 'array') && !value.open && !run.escaped.has(value)) {
    // A list that is filled element by element may be filled later on.
    if (value.elements.length === 0) return { kind: 'unknown', place };
    const placeAt = (at: number) => (places.length === value.elements.length ? (places[at] ?? place) : place);
    return { kind: 'list', items: value.elements.map((each, at) => given(each, placeAt(at), run)), place };
  }
  if (isKind(value, 'object') && !value.open && !value.class && value.properties.size > 0) {
    const entries = [...value.properties].map(([key, { value: part, source }]) => {
      const own = source ? { file: source.file, range: source.value } : place;
      return [key, given(part, own, run)] as const;
    });
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
