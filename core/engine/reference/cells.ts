import type { LayerValue } from '../../operators/operator.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { isList, type Kernel, type KernelTable, layerValue, type Weights } from './kernel.ts';
import { withoutPrefix } from './recurrent.ts';

/** The layer that applies each cell to a whole sequence. */
const layerOfCell: Readonly<Record<string, string>> = {
  simpleRNNCell: 'simpleRNN',
  gruCell: 'gru',
  lstmCell: 'lstm',
  convLstm2dCell: 'convLstm2d',
};

/**
 * A stack of cells. As no cell sees a later one's state, running the stack step by step is the same as running each
 * cell over the whole sequence that the one before it made. States are listed from the last cell to the first.
 */
export const rnn: Kernel = (step, inputs, weights, table) => {
  const run = stack(cellsOf(step, 'cell'), step, inputs, weights, table);
  const output = step.attributes.returnSequences === true ? run.sequence : run.states[0];
  return step.attributes.returnState === true ? [output, ...run.states] : [output];
};

/** One step of one cell: inputs and outputs are the value and then the states. */
export function singleCell(layer: string): Kernel {
  return (step, inputs, weights, table) => {
    const cell = { operator: layer, attributes: step.attributes };
    return oneStep([cell], step, inputs, weights, table);
  };
}

export const stackedRNNCells: Kernel = (step, inputs, weights, table) =>
  oneStep(cellsOf(step, 'cells'), step, inputs, weights, table);

function oneStep(
  cells: readonly LayerValue[],
  step: Step,
  [input, ...states]: readonly Tensor[],
  weights: Weights,
  table: KernelTable,
): readonly Tensor[] {
  const sequence = { shape: [input.shape[0], 1, ...input.shape.slice(1)], data: input.data };
  const run = stack(cells, step, [sequence, ...states], weights, table);
  return [run.states[0], ...run.states];
}

interface Run {
  readonly sequence: Tensor;
  /** Those of the last cell first. */
  readonly states: readonly Tensor[];
}

function stack(
  cells: readonly LayerValue[],
  step: Step,
  [input, ...given]: readonly Tensor[],
  weights: Weights,
  table: KernelTable,
): Run {
  let sequence = input;
  let states: readonly Tensor[] = [];
  let left = given;
  for (const [index, cell] of cells.entries()) {
    const kernel = table[layerOfCell[cell.operator] ?? cell.operator];
    if (!kernel) throw new TypeError(`there is no kernel for '${cell.operator}'`);
    const backwards = index === 0 && step.attributes.goBackwards === true;
    const attributes = { ...cell.attributes, returnSequences: true, returnState: true, goBackwards: backwards };
    const own = cells.length > 1 ? withoutPrefix(weights, `RNNCell_${index}/`) : weights;
    const count = cell.operator.startsWith('lstm') || cell.operator.startsWith('convLstm') ? 2 : 1;
    const initial = left.length === 0 ? [] : left.slice(left.length - count);
    left = left.slice(0, left.length - initial.length);
    const [outputs, ...finals] = kernel({ ...step, attributes }, [sequence, ...initial], own, table);
    sequence = outputs;
    states = [...finals, ...states];
  }
  return { sequence, states };
}

function cellsOf(step: Step, name: string): readonly LayerValue[] {
  const value = step.attributes[name];
  const list = isList(value) ? value : [value];
  return list.map((item) => {
    const cell = layerValue(item);
    if (cell === null) throw new TypeError(`${step.operator} needs known cells`);
    return cell;
  });
}
