import type { Dimension } from '../../../../core/operators/dimension.ts';
import { UNKNOWN_SHAPE } from '../../../../core/operators/shape.ts';
import type { LayerValue, NodeValue, TensorValue } from '../values.ts';

/**
 * The tensor behind a branch that may have gone either way to different shapes. A layer that nobody wrote stands
 * for the choice, so that what follows is unknown and not wrong.
 */
export function mergePoint(inputs: readonly TensorValue[], why: string): TensorValue {
  const layer = unknownLayer('Branch', why, null);
  const node: NodeValue = { layer, inputs, outputs: [] };
  const first = inputs[0]?.shape ?? UNKNOWN_SHAPE;
  const sameRank = inputs.every((input) => input.shape.length === first.length);
  const shape = sameRank ? first.map((size, axis) => agree(inputs, axis, size)) : UNKNOWN_SHAPE;
  const tensor: TensorValue = { kind: 'tensor', node, output: 0, shape, certain: false };
  node.outputs = [tensor];
  layer.nodes.push(node);
  return tensor;
}

export function unknownLayer(className: string, why: string, source: LayerValue['source']): LayerValue {
  return {
    kind: 'layer',
    description: {
      name: null,
      className,
      operator: 'unknown',
      attributes: {},
      facts: [],
      instance: 0,
      why,
    },
    label: className.toLowerCase(),
    source,
    trainable: true,
    nodes: [],
    batchInputShape: null,
    config: null,
    model: null,
    instance: null,
  };
}

function agree(inputs: readonly TensorValue[], axis: number, size: Dimension): Dimension {
  return inputs.every((input) => JSON.stringify(input.shape[axis]) === JSON.stringify(size)) ? size : null;
}
