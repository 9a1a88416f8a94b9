import * as tf from '@tensorflow/tfjs';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Dimension } from '../../../core/vocabulary/dimension.ts';
import { parsePartUri, printPart } from '../../../server/frontends/file-part.ts';
import type { FileHost, FileModels } from '../../../server/frontends/frontend.ts';
import { readGraphModel } from '../../../server/frontends/graph-model/index.ts';

type Attribute = object;

/** `attr` values as protocol buffers write them in JSON. */
export const attribute = {
  integer: (i: number): Attribute => ({ i: String(i) }),
  integers: (i: readonly number[]): Attribute => ({ list: { i: i.map(String) } }),
  flag: (b: boolean): Attribute => ({ b }),
  number: (f: number): Attribute => ({ f }),
  text: (s: string): Attribute => ({ s: btoa(s) }),
  texts: (s: readonly string[]): Attribute => ({ list: { s: s.map((one) => btoa(one)) } }),
  type: (type: string): Attribute => ({ type }),
  shape: (sizes: readonly number[]): Attribute => ({ shape: shapeOf(sizes) }),
};

export const uri = 'file:///models/graph/model.json';

/** A graph model made by hand, as the converter would write it: topology, manifest, one file of weights. */
export class GraphFixture {
  readonly #nodes: object[] = [];
  readonly #weights: { name: string; shape: readonly number[]; dtype: 'float32' | 'int32' }[] = [];
  readonly #data: (Float32Array | Int32Array)[] = [];
  readonly inputs = new Map<string, { readonly sizes: readonly number[]; readonly dtype: 'float32' | 'int32' }>();
  readonly operations: string[] = [];
  outputs: readonly string[] = [];

  input(name: string, sizes: readonly number[], dtype: 'float32' | 'int32' = 'float32'): this {
    this.inputs.set(name, { sizes, dtype });
    const attr = { dtype: attribute.type(dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT'), shape: attribute.shape(sizes) };
    this.#nodes.push({ name, op: 'Placeholder', attr });
    return this;
  }

  /** Real numbers that are different everywhere and small. */
  kernel(name: string, shape: readonly number[]): this {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length: count }, (_, at) => ((at * 37) % 101) / 101 - 0.4);
    return this.#constant(name, shape, 'float32', data);
  }

  numbers(name: string, values: readonly number[], shape: readonly number[] = [values.length]): this {
    return this.#constant(name, shape, 'float32', Float32Array.from(values));
  }

  integers(name: string, values: readonly number[], shape: readonly number[] = [values.length]): this {
    return this.#constant(name, shape, 'int32', Int32Array.from(values));
  }

  operation(name: string, op: string, input: readonly string[], attr: Readonly<Record<string, Attribute>> = {}): this {
    this.#nodes.push({ name, op, input, attr: { T: attribute.type('DT_FLOAT'), ...attr } });
    this.operations.push(name);
    return this;
  }

  json() {
    return {
      format: 'graph-model',
      generatedBy: '2.11.0',
      convertedBy: 'TensorFlow.js Converter v4.4.0',
      ...(this.outputs.length > 0 ? { signature: this.#signature() } : {}),
      modelTopology: { node: this.#nodes, library: {}, versions: { producer: 1 } },
      weightsManifest: [{ paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: this.#weights }],
    };
  }

  read(text = JSON.stringify(this.json(), null, 1)): FileModels {
    return readGraphModel(uri, text, this.host());
  }

  analyse(): GraphAnalysis {
    return analyseGraph(this.read().models[0]!);
  }

  /** Serves the weights in two files, the first of which ends in the middle of a constant. */
  host(): FileHost {
    const all = this.bytes();
    const cut = Math.min(6, all.length);
    const files: Readonly<Record<string, Uint8Array>> = {
      'file:///models/graph/group1-shard1of2.bin': all.subarray(0, cut),
      'file:///models/graph/group1-shard2of2.bin': all.subarray(cut),
    };
    return {
      read: (asked) => {
        const part = parsePartUri(asked);
        const file = part && files[part.uri];
        if (!file) return null;
        const hex = part.ranges.map(([start, end]) => Buffer.from(file.subarray(start, end)).toString('hex')).join('');
        return printPart({ size: file.length, hex });
      },
    };
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#data.map((data) => Buffer.from(data.buffer)));
  }

  async load(): Promise<tf.GraphModel> {
    const { modelTopology, signature } = this.json();
    const weightSpecs: tf.io.WeightsManifestEntry[] = this.#weights.map((weight) => ({
      ...weight,
      shape: [...weight.shape],
    }));
    const weightData = Uint8Array.from(this.bytes()).buffer;
    return tf.loadGraphModel(
      tf.io.fromMemory({ modelTopology, ...(signature ? { signature } : {}), weightSpecs, weightData }),
    );
  }

  /** What TensorFlow.js computes for every operation. */
  async run(batch: number): Promise<ReadonlyMap<string, readonly tf.Tensor[]>> {
    const model = await this.load();
    const feeds = Object.fromEntries([...this.inputs].map(([name, own]) => [name, feed(own.sizes, own.dtype, batch)]));
    const values = new Map<string, readonly tf.Tensor[]>();
    for (const name of this.operations) {
      const made = model.execute(feeds, name);
      values.set(name, Array.isArray(made) ? made : [made]);
    }
    return values;
  }

  /** The same with loops, which take more than one call. */
  async runLoops(batch: number, names: readonly string[]): Promise<ReadonlyMap<string, tf.Tensor>> {
    const model = await this.load();
    const feeds = Object.fromEntries([...this.inputs].map(([name, own]) => [name, feed(own.sizes, own.dtype, batch)]));
    const values = new Map<string, tf.Tensor>();
    for (const name of names) {
      const made = await model.executeAsync(feeds, name);
      values.set(name, Array.isArray(made) ? made[0]! : made);
    }
    return values;
  }

  #constant(name: string, shape: readonly number[], dtype: 'float32' | 'int32', data: Float32Array | Int32Array): this {
    this.#weights.push({ name, shape, dtype });
    this.#data.push(data);
    const tensor = { dtype: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT', tensorShape: shapeOf(shape) };
    this.#nodes.push({ name, op: 'Const', attr: { dtype: { type: tensor.dtype }, value: { tensor } } });
    return this;
  }

  #signature(): object {
    const entry = (name: string, sizes?: readonly number[]): object => ({
      name: `${name}:0`,
      dtype: 'DT_FLOAT',
      ...(sizes ? { tensorShape: shapeOf(sizes) } : {}),
    });
    return {
      inputs: Object.fromEntries([...this.inputs].map(([name, { sizes }]) => [name, entry(name, sizes)])),
      outputs: Object.fromEntries(this.outputs.map((name) => [name, entry(name)])),
    };
  }
}

/** The value that a test feeds: small numbers, different everywhere. */
export function feed(sizes: readonly number[], dtype: 'float32' | 'int32', batch: number): tf.Tensor {
  const shape = sizes.map((size, axis) => (size >= 0 ? size : axis === 0 ? batch : 12));
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, at) => (dtype === 'int32' ? at % 3 : ((at * 13) % 29) / 29 - 0.3));
  return tf.tensor(values, [...shape], dtype);
}

/** A shape as the runtime would print it: unknown and named sizes are null. */
export function sizesOf(shape: readonly Dimension[]): readonly (number | null)[] {
  return shape.map((size) => (typeof size === 'number' ? size : null));
}

function shapeOf(sizes: readonly number[]): object {
  return { dim: sizes.map((size) => ({ size: String(size) })) };
}
