import { isOperatorName } from '../operators/index.ts';
import { readAttributes } from '../vocabulary/attributes.ts';
import type { AttributeValue, Shape } from '../vocabulary/operator.ts';
import { operatorTable } from './infer.ts';
import type { Graph, Layer, TensorRef } from './node.ts';

/** Builds a graph by hand, layer by layer, without any source text. */
export interface GraphBuilder {
  /** A model's input; `shape` is batch first. */
  input(shape: Shape, name?: string): TensorRef;
  /** Applies a new layer. Attributes are given as an author writes them: defaults and single numbers are filled in. */
  layer(operator: string, attributes: RawAttributes, inputs: readonly TensorRef[], options?: LayerOptions): TensorRef;
  /** Applies a layer that was made before, sharing its weights. */
  again(tensor: TensorRef, inputs: readonly TensorRef[]): TensorRef;
  finish(outputs: readonly TensorRef[]): Graph;
}

export type RawAttributes = Readonly<Record<string, AttributeValue | undefined>>;

export type LayerOptions = Partial<Pick<Layer, 'name' | 'trainable' | 'model' | 'className'>>;

export function buildGraph(name: string, kind: Graph['kind'] = 'functional'): GraphBuilder {
  const layers: Layer[] = [];
  const nodes: { layer: number; inputs: readonly TensorRef[] }[] = [];
  const inputs: TensorRef[] = [];
  const counts = new Map<string, number>();

  const apply = (layer: number, from: readonly TensorRef[]): TensorRef => {
    nodes.push({ layer, inputs: from });
    return { node: nodes.length - 1, output: 0 };
  };
  const add = (layer: Partial<Layer> & Pick<Layer, 'operator'>): number => {
    const count = (counts.get(layer.operator) ?? 0) + 1;
    counts.set(layer.operator, count);
    const label = layer.name ?? `${layer.operator}_${count}`;
    const blank = { name: null, className: layer.operator, attributes: {}, facts: [], trainable: true };
    layers.push({ ...blank, source: null, instance: 0, model: null, label, ...layer });
    return layers.length - 1;
  };

  return {
    input(shape, inputName) {
      const tensor = apply(add({ operator: 'inputLayer', inputShape: shape, name: inputName ?? null }), []);
      inputs.push(tensor);
      return tensor;
    },
    layer(operator, raw, from, options = {}) {
      const definition = operatorTable[operator];
      const read = definition === undefined ? { attributes: {}, facts: [] } : readAttributes(definition, raw);
      return apply(add({ operator: isOperatorName(operator) ? operator : 'unknown', ...read, ...options }), from);
    },
    again: (tensor, from) => apply(nodes[tensor.node]!.layer, from),
    finish: (outputs) => ({
      name,
      kind,
      layers,
      nodes,
      inputs,
      outputs,
      source: null,
      nameRange: null,
      weights: null,
      complete: true,
      facts: [],
    }),
  };
}
