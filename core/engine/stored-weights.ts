import { halfToNumber } from '../graph/half-precision.ts';
import type { StoredWeight, WeightsGroup, WeightsManifest } from '../graph/node.ts';
import type { Tensor } from './tensor.ts';

/** Reads a shard beside the model, or answers null when there is none. `path` is relative to `base`. */
export type ReadShard = (base: string, path: string) => Promise<Uint8Array | null>;

export type StorageProblem =
  | { readonly kind: 'shard-missing'; readonly shard: string }
  /** The shards of a group end `missing` bytes before the end of this weight. */
  | {
      readonly kind: 'shard-short';
      readonly weight: string;
      readonly shards: readonly string[];
      readonly missing: number;
    }
  /** They go on for `extra` bytes behind the last weight: they are not those of this model. */
  | { readonly kind: 'shard-long'; readonly shards: readonly string[]; readonly extra: number }
  | { readonly kind: 'dtype'; readonly weight: string; readonly dtype: string };

export interface Storage {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly problems: readonly StorageProblem[];
}

/** Reads and decodes everything that a manifest lists. What cannot be read is a problem, never an exception. */
export async function readStorage(manifest: WeightsManifest, readShard: ReadShard): Promise<Storage> {
  const tensors = new Map<string, Tensor>();
  const problems: StorageProblem[] = [];
  for (const group of manifest.groups) {
    const shards = await Promise.all(group.paths.map((path) => readShard(manifest.base, path)));
    const absent = group.paths.filter((_, index) => shards[index] === null);
    problems.push(...absent.map((shard): StorageProblem => ({ kind: 'shard-missing', shard })));
    if (absent.length > 0) continue;
    const decoded = decodeGroup(
      group,
      shards.filter((shard) => shard !== null),
    );
    for (const [name, tensor] of decoded.tensors) tensors.set(name, tensor);
    problems.push(...decoded.problems);
  }
  return { tensors, problems };
}

/** Decodes the weights of a group from its shards, which are one run of bytes cut anywhere. */
export function decodeGroup(group: WeightsGroup, shards: readonly Uint8Array[]): Storage {
  const tensors = new Map<string, Tensor>();
  const bytes = joined(shards);
  let offset = 0;
  for (const weight of group.weights) {
    const dtype = weight.quantization?.dtype ?? weight.dtype;
    const decode = decoders[dtype];
    if (decode === undefined) return { tensors, problems: [{ kind: 'dtype', weight: weight.name, dtype }] };
    const count = weight.shape.reduce((product, size) => product * size, 1);
    const length = count * decode.bytes;
    if (offset + length > bytes.length) {
      const missing = offset + length - bytes.length;
      return { tensors, problems: [{ kind: 'shard-short', weight: weight.name, shards: group.paths, missing }] };
    }
    const data = decode.read(new DataView(bytes.buffer, bytes.byteOffset + offset, length), count);
    dequantise(data, weight);
    tensors.set(weight.name, { shape: weight.shape, data });
    offset += length;
  }
  const extra = bytes.length - offset;
  return { tensors, problems: extra > 0 ? [{ kind: 'shard-long', shards: group.paths, extra }] : [] };
}

/** x = scale · q + min for integers; whole numbers again where the weight was one. */
function dequantise(data: Float32Array, { dtype, quantization }: StoredWeight): void {
  if (quantization === undefined || quantization.dtype === 'float16') return;
  const { scale = 1, min = 0 } = quantization;
  const whole = (quantization.original_dtype ?? dtype) === 'int32';
  for (let i = 0; i < data.length; i++) {
    const value = data[i] * scale + min;
    data[i] = whole ? Math.round(value) : value;
  }
}

interface Decoder {
  readonly bytes: number;
  read(view: DataView, count: number): Float32Array;
}

const decoders: Readonly<Record<string, Decoder>> = {
  float32: decoder(4, (view, at) => view.getFloat32(at, true)),
  float16: decoder(2, (view, at) => halfToNumber(view.getUint16(at, true))),
  int32: decoder(4, (view, at) => view.getInt32(at, true)),
  uint16: decoder(2, (view, at) => view.getUint16(at, true)),
  uint8: decoder(1, (view, at) => view.getUint8(at)),
  bool: decoder(1, (view, at) => view.getUint8(at)),
};

function decoder(bytes: number, element: (view: DataView, at: number) => number): Decoder {
  return {
    bytes,
    read: (view, count) => {
      const data = new Float32Array(count);
      for (let i = 0; i < count; i++) data[i] = element(view, i * bytes);
      return data;
    },
  };
}

function joined(shards: readonly Uint8Array[]): Uint8Array {
  if (shards.length === 1) return shards[0];
  const bytes = new Uint8Array(shards.reduce((sum, shard) => sum + shard.length, 0));
  let offset = 0;
  for (const shard of shards) {
    bytes.set(shard, offset);
    offset += shard.length;
  }
  return bytes;
}
