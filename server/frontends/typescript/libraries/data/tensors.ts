import ts from 'typescript';
import type { Place } from '../../../../../core/graph/node.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Fault } from '../../../uses.ts';
import { birthOf, isCertain } from '../../flow/guesses.ts';
import { extentOf } from '../../values/extent.ts';
import type { DataValue } from '../../values/leaf-values.ts';
import { placeOf, UNITS } from '../../values/machine.ts';
import type { CallSite, Value } from '../../values/values.ts';
import { array, isKind, now } from '../../values/values.ts';
import { noteUse } from './note-use.ts';
import type { Operation, Outcome } from './outcome.ts';
import { longestShape } from './shapes.ts';

/** A tensor of numbers that a call makes, `from` values that its shape depends on. */
export function dataTensor(
  shape: Shape | null,
  site: CallSite,
  dtype: string | null = null,
  from: readonly Value[] = [],
): DataValue {
  const { run } = site.scope.frame;
  run.work.spend(UNITS.object);
  const known = shape && shape.length <= longestShape ? shape : null;
  return { kind: 'data', shape: known, dtype, place: placeOf(site.node, site.scope), born: birthOf(from, run, now()) };
}

/**
 * What an operation makes of its arguments. `isMethod` says that the first of them is the tensor that it is a method
 * of. What TensorFlow.js refuses is noted, and its result is not known.
 */
export function operate(operation: Operation, args: readonly Value[], site: CallSite, isMethod = false): Value {
  const { run } = site.scope.frame;
  for (const arg of args) run.work.spend(UNITS.object + extentOf(arg));
  const outcome: Outcome = operation(args, run);
  if ('list' in outcome) return array(outcome.list.map((shape) => dataTensor(shape, site, null, args)));
  if ('shape' in outcome) return dataTensor(outcome.shape, site, outcome.dtype, args);
  const made = isKind(args[outcome.at], 'array')
    ? partsOf(args[outcome.at])
    : args.slice(0, outcome.at + 1).map(placeOfTensor);
  noteFault(outcome.fault, outcome.at - (isMethod ? 1 : 0), made, site, args);
  return dataTensor(null, site);
}

/** Notes a fault at an argument of a call, unless what it is about may be another by then. */
export function noteFault(
  fault: Fault,
  argument: number,
  made: readonly (Place | null)[],
  site: CallSite,
  args: readonly Value[],
): void {
  const { run } = site.scope.frame;
  if (!args.every((arg) => isCertain(arg, run))) return;
  noteUse({ kind: 'tensor', place: argumentPlace(argument, site), fault, made }, site);
}

/** The place of an argument of a call, or of the whole call where it was not written by itself. */
export function argumentPlace(at: number, { node, scope }: CallSite): Place {
  const written = ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : [];
  const isSpread = written.slice(0, at + 1).some((each) => ts.isSpreadElement(each));
  return placeOf((isSpread ? undefined : written[at]) ?? node, scope);
}

function partsOf(list: Value): readonly (Place | null)[] {
  return isKind(list, 'array') ? list.elements.map(placeOfTensor) : [];
}

function placeOfTensor(value: Value): Place | null {
  return isKind(value, 'data') ? value.place : null;
}
