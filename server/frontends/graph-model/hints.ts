import type { Shape } from '../../../core/vocabulary/operator.ts';
import { items, type JsonNode, member } from '../json/json-tree.ts';
import { type NodeDef, readTensorShape } from './node-def.ts';
import type { Outcome } from './operation.ts';
import type { Signature } from './signature.ts';
import type { Tensor } from './tensor.ts';

/**
 * Shapes that the file itself states: `_output_shapes`, which TensorFlow writes when it is asked to, and the signature's.
 * Null for outputs of which nothing is stated.
 */
export function outputHints(def: NodeDef, { outputs }: Signature): readonly (Shape | null)[] {
  const written: JsonNode | undefined = member(member(member(def.node, 'attr'), '_output_shapes'), 'list');
  const hints = items(member(written, 'shape')).map(readTensorShape);
  for (const { name, output, shape } of outputs) if (name === def.name && output < 64) hints[output] ??= shape;
  return Array.from(hints, (hint) => hint ?? null);
}

/** Fills in the sizes that did not follow from the operation. */
export function applyHints(made: Outcome, hints: readonly (Shape | null)[]): Outcome {
  if (hints.length === 0) return made;
  return { ...made, outputs: made.outputs.map((output, index) => applyHint(output, hints[index] ?? null)) };
}

function applyHint(output: Tensor, hint: Shape | null): Tensor {
  if (hint === null) return output;
  const { shape } = output;
  if (shape === null) return { ...output, shape: hint };
  if (shape.length !== hint.length) return output;
  return { ...output, shape: shape.map((size, axis) => size ?? hint[axis]!) };
}
