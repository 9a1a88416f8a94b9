import type { Shape } from '../../../core/vocabulary/operator.ts';
import { type JsonNode, member, members, textOf } from '../json/json-tree.ts';
import { readTensorShape, splitName } from './node-def.ts';

/** A tensor that the model's signature names as an input or an output. */
export interface SignatureTensor {
  /** The operation's name. */
  readonly name: string;
  readonly output: number;
  readonly shape: Shape | null;
  readonly node: JsonNode;
}

export interface Signature {
  readonly inputs: readonly SignatureTensor[];
  readonly outputs: readonly SignatureTensor[];
}

/** The signature beside the topology, or where converters of other ages put it. */
export function readSignature(root: JsonNode): Signature {
  const signature = member(root, 'signature') ?? member(member(root, 'userDefinedMetadata'), 'signature');
  return { inputs: tensors(member(signature, 'inputs')), outputs: tensors(member(signature, 'outputs')) };
}

function tensors(node: JsonNode | undefined): readonly SignatureTensor[] {
  return members(node).flatMap(({ value }) => {
    const name = textOf(member(value, 'name'));
    if (value === undefined || name === null) return [];
    return [{ ...splitName(name), shape: readTensorShape(member(value, 'tensorShape')), node: value }];
  });
}
