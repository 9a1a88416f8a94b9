import type { StoredWeight, WeightsManifest } from '../../../core/graph/node.ts';
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { items, type JsonNode, member, numberOf, textOf } from '../json/json-tree.ts';
import { decodeBase64 } from './base64.ts';
import { integerOf, type NodeDef, tensorAttribute, typeAttribute } from './node-def.ts';
import { mostValues, type Tensor, unknownTensor } from './tensor.ts';

/** Values of a constant that are stored beside the model; null when they have not been read. */
export type ReadValues = (name: string) => readonly number[] | null;

/** Operations that stand for a tensor of the weights' files. */
export const constantOps: ReadonlySet<string> = new Set(['Const', 'VarHandleOp', 'VariableV2', 'Variable']);

/** What passes a constant on as it is. */
export const aliasOps: ReadonlySet<string> = new Set(['Identity', 'ReadVariableOp', 'Snapshot', 'StopGradient']);

/**
 * Reads constants. Their shapes stand in the manifest of the weights, and in the graph itself; their values in the
 * weights' files, which the converter empties the graph into, so only a graph from elsewhere holds them.
 */
export class Constants {
  readonly #stored: ReadonlyMap<string, StoredWeight>;
  readonly #read: ReadValues;

  constructor(manifest: WeightsManifest | null, read: ReadValues) {
    const weights = manifest?.groups.flatMap((group) => group.weights) ?? [];
    this.#stored = new Map(weights.map((weight) => [weight.name, weight]));
    this.#read = read;
  }

  read(def: NodeDef): Tensor {
    const held = tensorAttribute(def);
    const stored = this.#stored.get(def.name);
    const type = stored?.dtype ?? held?.type ?? typeAttribute(def, 'dtype') ?? '';
    const shape = stored?.shape ?? held?.shape ?? null;
    if (shape === null) return { ...unknownTensor, constant: { name: def.name, isReal: isReal(type) } };
    const values = this.#read(def.name) ?? (held && embedded(held.node, type, elements(shape)));
    const fits = values !== null && values.length === elements(shape) && values.length <= mostValues;
    return { shape, values: fits ? values : null, constant: { name: def.name, isReal: isReal(type) } };
  }
}

function isReal(type: string): boolean {
  return /float|half|double/i.test(type);
}

function elements(shape: Shape): number {
  return shape.reduce<number>((count, size) => (isKnown(size) ? count * size : Number.NaN), 1);
}

/** The values that a TensorProto holds: a list, whose last item stands for all that follow, or bytes. */
function embedded(node: JsonNode, type: string, count: number): readonly number[] | null {
  if (!(count <= mostValues)) return null;
  for (const key of valueKeys) {
    const list = items(member(node, key)).map((item) => integerOf(item) ?? numberOf(item));
    const last = list.at(-1) ?? null;
    if (last === null || list.some((value) => value === null)) continue;
    return Array.from({ length: count }, (_, at) => list[at] ?? last);
  }
  const content = textOf(member(node, 'tensorContent') ?? member(node, 'tensor_content'));
  const bytes = content === null ? null : decodeBase64(content);
  return bytes && fromBytes(bytes, type, count);
}

const valueKeys = ['intVal', 'int64Val', 'floatVal', 'doubleVal', 'int_val', 'int64_val', 'float_val', 'double_val'];

function fromBytes(bytes: Uint8Array, type: string, count: number): readonly number[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[type];
  if (read === undefined || bytes.length < count * read.bytes) return null;
  return Array.from({ length: count }, (_, at) => read.at(view, at * read.bytes));
}

const readers: Readonly<Record<string, { readonly bytes: number; at(view: DataView, offset: number): number }>> = {
  DT_INT32: { bytes: 4, at: (view, offset) => view.getInt32(offset, true) },
  DT_INT64: { bytes: 8, at: (view, offset) => Number(view.getBigInt64(offset, true)) },
  DT_FLOAT: { bytes: 4, at: (view, offset) => view.getFloat32(offset, true) },
};
