import type { Place } from '../../../../core/graph/node.ts';
import { placeOf } from './machine.ts';
import type { Frame, FunctionValue, Value } from './values.ts';
import { isKind } from './values.ts';

/** The first variable that holds a model names it, and each file that gives it a name has it. */
export function nameModel(value: Value, name: string, place: Place): void {
  if (!isKind(value, 'layer') || !value.model) return;
  const { model } = value;
  if (!model.holders.some(({ file }) => file === place.file)) model.holders = [...model.holders, place];
  if (model.name !== null) return;
  model.name = name;
  model.nameRange = place;
}

/** A model is known by the function that returns it: `createModel`. One function may return several, in an object. */
export function nameReturned(value: Value, frame: Frame): void {
  const callee = frame.function;
  if (!callee || callee.name === '') return;
  const values = isKind(value, 'object') ? [...value.properties.values()].map((slot) => slot.value) : [value];
  for (const candidate of values) {
    if (!isKind(candidate, 'layer') || !candidate.model || candidate.model.maker) continue;
    const { name, nameNode } = callee;
    candidate.model.maker = { name, place: nameNode && placeOf(nameNode, callee.scope), call: callOf(callee) };
  }
}

/** How the function is called from the top level of its file, with its parameters' names; null when it cannot be. */
function callOf({ name, node, module, scope, home }: FunctionValue): string | null {
  if (!module || scope.parent !== null || home || node.parameters.length === 0) return null;
  const { text } = module.source;
  return `${name}(${node.parameters.map(({ name: { pos, end } }) => text.slice(pos, end).trim()).join(', ')})`;
}
