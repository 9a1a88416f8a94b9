import type { EntityState, Run } from './machine.ts';
import type { LayerValue, ModelState, TensorValue, Value } from './values.ts';
import { array, isKind, isStructured, now, unknown } from './values.ts';

/** How deep nested arrays and objects are compared before they count as unknown. */
const maxDepth = 4;

/**
 * The value that a variable has when nobody knows which of two it was given. Nothing against something gives the
 * something: a guard that returns `null` does not take the model away.
 */
export function join(run: Run, a: Value, b: Value, why: string, depth = 0): Value {
  if (Object.is(a, b)) return a;
  if (isKind(a, 'tensor') && isKind(b, 'tensor')) return joinTensors(run, a, b);
  if (isKind(a, 'layer') && isKind(b, 'layer') && !a.model && !b.model) return joinLayers(a, b);
  if (a === null || a === undefined) return isStructured(b) ? uncertain(run, b) : unknown(why);
  if (b === null || b === undefined) return isStructured(a) ? uncertain(run, a) : unknown(why);
  if (depth < maxDepth && isKind(a, 'array') && isKind(b, 'array') && a.elements.length === b.elements.length) {
    const elements = a.elements.map((element, index) => join(run, element, b.elements[index], why, depth + 1));
    return array(elements, a.open ?? b.open);
  }
  if (isKind(a, 'number') && isKind(b, 'number') && sameExpression(a.expression, b.expression)) return a;
  if (isKind(a, 'function') && isKind(b, 'function') && a.node === b.node) return a;
  if (depth < maxDepth && isKind(a, 'object') && isKind(b, 'object') && a.class === b.class) {
    const properties = new Map(a.properties);
    for (const key of new Set([...a.properties.keys(), ...b.properties.keys()])) {
      const slot = a.properties.get(key) ?? b.properties.get(key);
      const value = join(run, a.properties.get(key)?.value, b.properties.get(key)?.value, why, depth + 1);
      if (slot) properties.set(key, { ...slot, value });
    }
    return { ...a, properties, open: a.open ?? b.open, born: now() };
  }
  return unknown(why);
}

/** A model whose layers depend on the branch keeps all of them; its output knows which ones lead to it. */
export function joinModels(run: Run, a: EntityState, b: EntityState): EntityState {
  const [first, second] = [a.model as ModelState | null, b.model as ModelState | null];
  const nodes = [...new Set([...(a.nodes as LayerValue['nodes']), ...(b.nodes as LayerValue['nodes'])])];
  const rest = { nodes, trainable: a.trainable === true && b.trainable === true, source: a.source ?? b.source };
  if (!first || !second) return { ...rest, model: first ?? second };
  const isSame = first.layers.length === second.layers.length && first.layers.every((l, i) => l === second.layers[i]);
  const complete = first.complete && second.complete && (isSame || !run.isJoiningLoop);
  const [before, after] = [first.outputs[0], second.outputs[0]];
  const starts = before ? first : second;
  const outputs = before && after ? [joinTensors(run, before, after)] : starts.outputs;
  const layers = [...new Set([...first.layers, ...second.layers])];
  return { ...rest, model: { ...first, layers, outputs, inputs: starts.inputs, complete } };
}

/** Either layer: using it uses one of them. */
function joinLayers(a: LayerValue, b: LayerValue): LayerValue {
  return { ...a, alternatives: [...new Set([...(a.alternatives ?? [a]), ...(b.alternatives ?? [b])])], born: now() };
}

/** Either tensor. What their shapes have in common is known all the same. */
export function joinTensors(run: Run, a: TensorValue, b: TensorValue): TensorValue {
  if (a === b) return a;
  const alternatives = [...new Set([...(a.alternatives ?? [a]), ...(b.alternatives ?? [b])])];
  const sameRank = a.shape.length === b.shape.length;
  const shape = sameRank ? a.shape.map((size, axis) => (sameExpression(size, b.shape[axis]) ? size : null)) : [];
  return { ...a, shape, alternatives, certain: a.certain && b.certain && !run.isJoiningLoop };
}

/** Expressions are canonical plain data, so equal ones have equal text. */
function sameExpression(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function uncertain(run: Run, value: Value): Value {
  return isKind(value, 'tensor') && run.isJoiningLoop ? { ...value, certain: false } : value;
}
