import { inferLayer } from '../../../../../core/graph/infer.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { LayerValue, NodeValue, Run, TensorValue } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import { implicitInput } from './implicit-input.ts';
import { toLayer } from './layers.ts';

/**
 * The layers that others wrap, each applied to what its wrapper gives it: `timeDistributed` one step, `bidirectional`
 * the sequence. In the models themselves they are part of the wrapper.
 */
export function wrappedLayers(uri: string, run: Run): readonly LayerValue[] {
  return run.layers.flatMap(({ layer: wrapper }) => {
    const inner = wrapper.config?.properties.get('layer')?.value;
    const shape = wrapper.nodes[0]?.inputs[0]?.shape;
    if (!isKind(inner, 'layer') || inner.source?.file !== uri || inner.nodes.length > 0 || inner.model) return [];
    const { operator } = wrapper.description;
    if (!shape || (operator !== 'timeDistributed' && operator !== 'bidirectional')) return [];
    const given = operator === 'timeDistributed' ? [...shape.slice(0, 1), ...shape.slice(2)] : shape;
    // What has the wrong rank was given so by the author to the wrapper, of which it is said.
    const { facts } = inferLayer(toLayer(inner, inner.label, null), [given]);
    return facts.some(({ kind }) => kind === 'rank-mismatch') ? [] : [appliedTo(inner, given)];
  });
}

/** A copy: the layer itself stays one that the program has not applied. */
function appliedTo(layer: LayerValue, shape: Shape): LayerValue {
  const copy: LayerValue = { ...layer, nodes: [] };
  const input: NodeValue = { layer: implicitInput({ ...layer, batchInputShape: shape }), inputs: [], outputs: [] };
  input.outputs = [tensorOf(input, shape, 0)];
  const node: NodeValue = { layer: copy, inputs: input.outputs, outputs: [] };
  node.outputs = inferLayer(toLayer(copy, copy.label, null), [shape]).outputs.map((each, index) =>
    tensorOf(node, each, index),
  );
  copy.nodes.push(node);
  return copy;
}

function tensorOf(node: NodeValue, shape: Shape, output: number): TensorValue {
  return { kind: 'tensor', node, output, shape, alternatives: null };
}
