import ts from 'typescript';
import type { Place } from '../../../../../core/graph/node.ts';
import type { DataPair, Given } from '../../../uses.ts';
import { isCertain } from '../../flow/guesses.ts';
import { isTree } from '../../values/extent.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, Run, Scope, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import { shapeOfOperand } from './shapes.ts';
import { argumentPlace } from './tensors.ts';

/** What a program gives to a model as an argument. */
export function givenArgument(args: readonly Value[], at: number, site: CallSite): Given {
  const { node, scope } = site;
  const isSpread = ts.isCallExpression(node) && node.arguments.slice(0, at + 1).some(ts.isSpreadElement);
  const written = ts.isCallExpression(node) && !isSpread ? node.arguments[at] : undefined;
  return given(args[at], written ? writtenAt(written, scope) : { place: argumentPlace(at, site) }, scope.frame.run);
}

/** Where something is given, and how it is written there, as far as that is known. */
interface Written {
  readonly place: Place;
  readonly takesCall?: boolean;
  readonly parts?: readonly Written[];
}

function writtenAt(node: ts.Expression, scope: Scope): Written {
  const place = placeOf(node, scope);
  const takesCall = ts.isLeftHandSideExpression(node) && !ts.isNewExpression(node);
  if (!ts.isArrayLiteralExpression(node) || node.elements.some(ts.isSpreadElement)) return { place, takesCall };
  return { place, parts: node.elements.map((part) => writtenAt(part, scope)) };
}

/** What is given there: only what it will certainly be is told. */
export function given(value: Value, written: Written, run: Run): Given {
  const { place, takesCall = false, parts = [] } = written;
  if (!isTree(value, run) || !isCertain(value, run)) return { kind: 'unknown', place };
  if (isKind(value, 'data')) return { kind: 'tensor', shape: value.shape, made: value.place, takesCall, place };
  if (isKind(value, 'array') && !value.open && !run.escaped.has(value)) {
    // A list that is filled element by element may be filled later on.
    if (value.elements.length === 0) return { kind: 'unknown', place };
    return { kind: 'list', items: value.elements.map((each, at) => given(each, parts[at] ?? { place }, run)), place };
  }
  if (isKind(value, 'object') && !value.open && !value.class && value.properties.size > 0 && !run.escaped.has(value)) {
    const entries = [...value.properties].map(([key, { value: part, source }]) => {
      const own = source ? { file: source.file, range: source.value } : place;
      return [key, given(part, { place: own }, run)] as const;
    });
    return { kind: 'dictionary', entries: Object.fromEntries(entries), place };
  }
  const isNumbers = !isKind(value, 'array') && shapeOfOperand(value, run) !== null;
  return { kind: isNumbers ? 'numbers' : 'unknown', place };
}

/** What a data set gives for each step of training: nothing is known of another value. */
export function givenByDataset(value: Value, place: Place, part: DataPair['part'], run: Run): DataPair {
  const element = isKind(value, 'dataset') && isCertain(value, run) ? value.element : undefined;
  const partOf = (name: string) => {
    const slot = isKind(element, 'object') ? element.properties.get(name)?.value : undefined;
    return given(slot, { place }, run);
  };
  return { part, inputs: partOf('xs'), targets: partOf('ys') };
}
