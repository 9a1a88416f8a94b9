import type { Constants } from './constants.ts';
import { Inference } from './inference.ts';
import { isSameTensor, joinTensors } from './join.ts';
import type { NodeDef } from './node-def.ts';
import { cutKey, type ExecutionOrder, operationOf } from './order.ts';
import type { Signature } from './signature.ts';
import { notYet, ownOutput, type Tensor, unknownTensor } from './tensor.ts';

/** By the key of a cut input, what comes back to it. */
export type Returning = ReadonlyMap<string, Tensor>;

interface Program {
  readonly defs: readonly NodeDef[];
  readonly execution: ExecutionOrder;
  readonly constants: Constants;
  readonly signature: Signature;
}

/**
 * What each loop hands back to its beginning: first nothing, then what one round makes of that, and so on, each time only
 * what is true of all rounds, until another round changes nothing. What does not settle soon is unknown.
 */
export function returningTensors(program: Program): Returning {
  const { defs, execution, constants, signature } = program;
  let returning = returnsOf(program, notYet);
  for (let round = 0; returning.size > 0 && round < mostRounds; round += 1) {
    const inference = new Inference(constants, signature);
    const next = new Map<string, Tensor>();
    for (const index of execution.order) {
      const def = defs[index]!;
      inference.add(
        def,
        def.inputs.map((input, at) => returning.get(cutKey(index, at)) ?? inference.at(input) ?? unknownTensor),
      );
    }
    for (const index of execution.order) {
      defs[index]!.inputs.forEach((input, at) => {
        const key = cutKey(index, at);
        const before = returning.get(key);
        if (before === undefined) return;
        if (before === ownOutput) {
          next.set(key, before);
          return;
        }
        const made = inference.at(input) ?? unknownTensor;
        const settled = before === notYet ? made : joinTensors(before, made);
        next.set(key, round < mostRounds / 2 || isSameTensor(before, settled) ? settled : unknownTensor);
      });
    }
    const isStable = [...next].every(([key, made]) => isSameTensor(made, returning.get(key)!));
    returning = next;
    if (isStable) return returning;
  }
  return returnsOf(program, unknownTensor);
}

function returnsOf({ defs, execution }: Program, first: Tensor): Map<string, Tensor> {
  const isLoop = (key: string) => defs[operationOf(key)]?.op === 'Merge';
  return new Map([...execution.cut].map((key) => [key, isLoop(key) ? first : ownOutput]));
}

const mostRounds = 16;
