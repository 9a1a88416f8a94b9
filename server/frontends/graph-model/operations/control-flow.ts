/** Loops and branches as graphs have them: tensors that go one of two ways, meet again, and come back. */
import { joinTensors } from '../join.ts';
import { type Operation, type Outcome, outcome, type Rules } from '../operation.ts';
import { notYet, tensor, unknownTensor } from '../tensor.ts';

export const controlFlow: Rules = {
  Enter: passedOn,
  Exit: passedOn,
  NextIteration: passedOn,
  LoopCond: passedOn,
  // One of the two outputs gets the tensor, the other nothing.
  Switch: ({ inputs: [data = unknownTensor] }) => outcome([data, data], { reach: 'pointwise' }),
  Merge: ({ inputs }) => {
    const [first = unknownTensor, ...others] = inputs.filter((input) => input !== notYet);
    return outcome([others.reduce(joinTensors, first), tensor([])], { reach: 'pointwise' });
  },
};

function passedOn({ inputs: [input = unknownTensor] }: Operation): Outcome {
  return outcome([input], { reach: 'pointwise' });
}
