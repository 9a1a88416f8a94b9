import type { OperatorName } from '../../operators/index.ts';
import type { Portions } from '../breath.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import {
  type InnerLayer,
  innerLayer,
  isList,
  type Kernel,
  type KernelTable,
  kernelOf,
  portionsOf,
  type Weights,
  withoutPrefix,
} from './kernel.ts';

/** The layer that applies each cell to a whole sequence. */
const layerOfCell: Readonly<Partial<Record<OperatorName, OperatorName>>> = {
  simpleRNNCell: 'simpleRNN',
  gruCell: 'gru',
  lstmCell: 'lstm',
  convLstm2dCell: 'convLstm2d',
};

/** One step of one cell: inputs and outputs are the value and then the states. */
export function singleCell(layer: OperatorName): Kernel {
  return (step, inputs, weights, table) => {
    const cell = { operator: layer, attributes: step.attributes };
    return oneStep([cell], step, inputs, weights, table);
  };
}

export const stackedRNNCells: Kernel = (step, inputs, weights, table) =>
  oneStep(cellsOf(step, 'cells'), step, inputs, weights, table);

function* oneStep(
  cells: readonly InnerLayer[],
  step: Step,
  inputs: readonly Tensor[],
  weights: Weights,
  table: KernelTable,
): Portions<readonly Tensor[]> {
  const { states } = finalsOf(yield* cellStack(cells, step, asSequence(inputs), weights, table));
  return [states[0], ...states];
}

/** The value of one moment as a sequence of one; the states stay. */
export function asSequence([input, ...states]: readonly Tensor[]): readonly Tensor[] {
  return [{ shape: [input.shape[0], 1, ...input.shape.slice(1)], data: input.data }, ...states];
}

/** A cell as the layer that runs it over a sequence. Its outputs are the sequence and the last states. */
export interface CellRun {
  readonly step: Step;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly weights: Weights;
  /** What the names of its weights begin with in the whole layer. */
  readonly prefix: string;
}

/** Runs each cell over the sequence that the one before it made. `inputs` are the sequence and the first states, if given. */
export function* cellStack(
  cells: readonly InnerLayer[],
  step: Step,
  [input, ...given]: readonly Tensor[],
  weights: Weights,
  table: KernelTable,
): Portions<readonly CellRun[]> {
  const runs: CellRun[] = [];
  let sequence = input;
  let left = given;
  for (const [index, cell] of cells.entries()) {
    const operator = layerOfCell[cell.operator] ?? cell.operator;
    const backwards = index === 0 && step.attributes.goBackwards === true;
    const attributes = { ...cell.attributes, returnSequences: true, returnState: true, goBackwards: backwards };
    const prefix = cells.length > 1 ? `RNNCell_${index}/` : '';
    const count = cell.operator.startsWith('lstm') || cell.operator.startsWith('convLstm') ? 2 : 1;
    const initial = left.length === 0 ? [] : left.slice(left.length - count);
    left = left.slice(0, left.length - initial.length);
    const own = { step: { ...step, operator, attributes }, inputs: [sequence, ...initial], prefix };
    const ownWeights = withoutPrefix(weights, prefix);
    const outputs = yield* portionsOf(kernelOf(operator, table)(own.step, own.inputs, ownWeights, table));
    runs.push({ ...own, outputs, weights: ownWeights });
    sequence = outputs[0];
  }
  return runs;
}

/** The last cell's sequence and all last states, those of the last cell first. */
export function finalsOf(runs: readonly CellRun[]): { readonly sequence: Tensor; readonly states: readonly Tensor[] } {
  const states = runs.toReversed().flatMap(({ outputs }) => outputs.slice(1));
  return { sequence: runs[runs.length - 1].outputs[0], states };
}

export function cellsOf(step: Step, name: 'cell' | 'cells'): readonly InnerLayer[] {
  const value = step.attributes[name];
  const list = isList(value) ? value : [value];
  return list.map((item) => {
    const cell = innerLayer(item);
    if (cell === null) throw new TypeError(`${step.operator} needs known cells`);
    return cell;
  });
}
