import { axesOf, flagOf } from '../vocabulary/attribute-values.ts';
import { costOf } from '../vocabulary/cost.ts';
import { add, type Dimension, multiply, same } from '../vocabulary/dimension.ts';
import type { Attributes, Inference, Operator, Shape } from '../vocabulary/operator.ts';
import { elementsOf, isUnknownShape, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';

export const dot: Operator = {
  name: 'dot',
  title: 'Dot product',
  doc: 'Contracts two tensors along one axis of each: the sum of products over it.',
  family: 'merge',
  takes: 'anything',
  action: 'contracting',
  attributes: {
    axes: { kind: 'axis', required: true, doc: 'The axis to contract, one for both inputs or one for each.' },
    normalize: {
      kind: 'boolean',
      default: false,
      doc: 'Divides both inputs by their length along the axis first, which gives the cosine of the angle.',
    },
  },
  infer: inferDot,
  weights: () => [],
  cost: (attributes, inputs, outputs) => {
    const [left, right] = inputs;
    const axes = contracted(attributes, inputs);
    if (left === undefined || right === undefined || axes === null) return costOf({ macs: null, otherOps: null });
    const macs = multiply(outputs[0] === undefined ? null : elementsOf(outputs[0]), left[axes[0]] ?? null);
    const normalised = flagOf(attributes, 'normalize');
    // Squaring, summing and dividing each element of both inputs.
    const lengths = multiply(3, add(elementsOf(left), elementsOf(right)));
    return costOf({ macs, otherOps: normalised === false ? 0 : normalised ? lengths : null });
  },
  reach: () => 'whole',
  summary: () => [],
};

function inferDot(attributes: Attributes, inputs: readonly Shape[]): Inference {
  const [left, right] = inputs;
  if (left === undefined || right === undefined || inputs.length !== 2) {
    return {
      outputs: [UNKNOWN_SHAPE],
      facts: [{ kind: 'input-count', expected: told('two inputs'), actual: inputs.length }],
    };
  }
  const axes = contracted(attributes, inputs);
  if (axes === null || isUnknownShape(left) || isUnknownShape(right)) return { outputs: [UNKNOWN_SHAPE], facts: [] };
  const [a, b] = [left[axes[0]], right[axes[1]]];
  if (a === undefined || b === undefined || same(a, b) === false) {
    return { outputs: [UNKNOWN_SHAPE], facts: [{ kind: 'shape-mismatch', inputs, axis: axes[0] }] };
  }
  const output: Dimension[] = [
    ...left.filter((_, axis) => axis !== axes[0]),
    ...right.filter((_, axis) => axis !== axes[1] && axis !== 0),
  ];
  return { outputs: [output.length === 1 ? [...output, 1] : output], facts: [] };
}

function contracted(attributes: Attributes, inputs: readonly Shape[]): readonly [number, number] | null {
  const axes = axesOf(attributes, 'axes');
  const [first, second = first] = axes ?? [];
  if (first === undefined || second === undefined) return null;
  const resolve = (axis: number, shape: Shape | undefined): number => (axis < 0 ? axis + (shape?.length ?? 0) : axis);
  return [resolve(first, inputs[0]), resolve(second, inputs[1])];
}
