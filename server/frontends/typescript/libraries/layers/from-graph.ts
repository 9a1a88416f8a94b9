import { inferLayer } from '../../../../../core/graph/infer.ts';
import type { Graph, Layer } from '../../../../../core/graph/node.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, LayerValue, NodeValue, TensorValue } from '../../values/values.ts';
import { now } from '../../values/values.ts';
import { newModelState } from './model-state.ts';

/** A finished graph as values that a program can take apart: layers, their applications, tensors. */
export function fromGraph(graph: Graph, site: CallSite): LayerValue {
  const layers = graph.layers.map((layer) => toValue(layer, site));
  const outputs: (readonly TensorValue[])[] = [];
  for (const { layer: index, inputs: refs } of graph.nodes) {
    const [value, layer] = [layers[index], graph.layers[index]];
    if (!value || !layer) continue;
    const inputs = refs.flatMap((ref) => outputs[ref.node]?.[ref.output] ?? []);
    const { outputs: shapes } = inferLayer(
      layer,
      inputs.map((input) => input.shape),
    );
    const node: NodeValue = { layer: value, inputs, outputs: [] };
    node.outputs = shapes.map(
      (shape, output): TensorValue => ({ kind: 'tensor', node, output, shape, alternatives: null }),
    );
    value.nodes.push(node);
    outputs.push(node.outputs);
  }
  const refer = (refs: Graph['inputs']) => refs.flatMap((ref) => outputs[ref.node]?.[ref.output] ?? []);
  const shell: Layer = {
    name: graph.name,
    label: graph.name,
    className: graph.kind === 'sequential' ? 'Sequential' : 'Model',
    operator: 'model',
    attributes: {},
    facts: [],
    trainable: true,
    source: null,
    instance: 0,
    model: null,
  };
  const place = graph.source ?? placeOf(site.node, site.scope);
  return {
    ...toValue(shell, site),
    model: newModelState(graph.kind === 'sequential' ? 'sequential' : 'functional', place, {
      layers: layers.filter((_, index) => !graph.layers[index]?.implicit),
      inputs: refer(graph.inputs),
      outputs: refer(graph.outputs),
      complete: graph.complete,
      configName: graph.name,
      assumed: site.scope.frame.run.assumed,
      // A saved model may say how it was compiled.
      compiled: null,
    }),
  };
}

function toValue({ model, label, trainable, source, ...description }: Layer, site: CallSite): LayerValue {
  const nested = model ? fromGraph(model, site).model : null;
  return {
    kind: 'layer',
    description,
    label,
    source,
    trainable,
    hasFrozenWeights: false,
    nodes: [],
    batchInputShape: null,
    config: null,
    model: nested,
    instance: null,
    born: now(),
  };
}
