import type { EntityState, Run } from './machine.ts';
import { mergePoint } from './tf/merge-point.ts';
import type { LayerValue, ModelState, TensorValue, Value } from './values.ts';
import { isKind, isStructured, unknown } from './values.ts';

/** How deep nested arrays and objects are compared before they count as unknown. */
const maxDepth = 4;

/**
 * The value that a variable has when nobody knows which of two it was given. Nothing against something gives the
 * something: a guard that returns `null` does not take the model away.
 */
export function join(run: Run, a: Value, b: Value, why: string, depth = 0): Value {
  if (Object.is(a, b)) return a;
  if (isKind(a, 'tensor') && isKind(b, 'tensor')) return joinTensors(a, b, why);
  if (a === null || a === undefined) return isStructured(b) ? uncertain(b) : unknown(why);
  if (b === null || b === undefined) return isStructured(a) ? uncertain(a) : unknown(why);
  if (depth < maxDepth && isKind(a, 'array') && isKind(b, 'array') && a.elements.length === b.elements.length) {
    const elements = a.elements.map((element, index) => join(run, element, b.elements[index], why, depth + 1));
    return { kind: 'array', elements, open: a.open ?? b.open };
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
    return { ...a, properties, open: a.open ?? b.open };
  }
  return unknown(why);
}

/** Layers that only one branch added are kept, and the model says that it is not the whole truth. */
export function joinModels(layer: LayerValue, a: EntityState, b: EntityState, why: string): EntityState {
  const [first, second] = [a.model as ModelState | null, b.model as ModelState | null];
  const nodes = [...new Set([...(a.nodes as LayerValue['nodes']), ...(b.nodes as LayerValue['nodes'])])];
  const rest = { nodes, trainable: a.trainable === true && b.trainable === true, source: a.source ?? b.source };
  if (!first || !second) return { ...rest, model: first ?? second };
  const same = first.layers.length === second.layers.length && first.layers.every((l, i) => l === second.layers[i]);
  if (same) return { ...rest, model: { ...first, complete: first.complete && second.complete } };
  const layers = [...new Set([...first.layers, ...second.layers])];
  const model = { ...first, layers, complete: false, outputs: first.outputs, inputs: first.inputs };
  const [before, after] = [first.outputs[0], second.outputs[0]];
  if (before && after) {
    // The branch that went further carries on, as long as the shapes agree.
    const further = second.layers.length > first.layers.length;
    model.outputs = [further ? joinTensors(after, before, why) : joinTensors(before, after, why)];
  } else if (!before) {
    model.outputs = second.outputs;
    model.inputs = second.inputs;
  }
  const merged = model.outputs[0]?.node.layer;
  if (merged && merged !== layer && !layers.includes(merged) && merged.description.operator === 'unknown') {
    model.layers = [...layers, merged];
  }
  return { ...rest, model };
}

function joinTensors(a: TensorValue, b: TensorValue, why: string): TensorValue {
  if (a === b) return a;
  if (sameShape(a, b)) return a.certain ? { ...a, certain: false } : a;
  return mergePoint([a, b], why);
}

/** Known to be the same. Open batches are; other open sizes may differ. */
function sameShape(a: TensorValue, b: TensorValue): boolean {
  if (a.shape.length !== b.shape.length || a.shape.length === 0) return false;
  return a.shape.every((size, axis) => {
    const other = b.shape[axis] ?? null;
    return size === null ? axis === 0 && other === null : sameExpression(size, other);
  });
}

/** Expressions are canonical plain data, so equal ones have equal text. */
function sameExpression(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function uncertain(value: Value): Value {
  return isKind(value, 'tensor') && value.certain ? { ...value, certain: false } : value;
}
