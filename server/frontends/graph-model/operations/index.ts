import type { Rule, Rules } from '../operation.ts';
import { controlFlow } from './control-flow.ts';
import { convolutions } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { imageOperations } from './images.ts';
import { joinings } from './joining.ts';
import { layouts } from './layout.ts';
import { lists } from './lists.ts';
import { matrixProducts } from './matrix.ts';
import { poolings } from './pooling.ts';
import { ranges } from './ranges.ts';
import { reductions } from './reductions.ts';
import { slicings } from './slicing.ts';

/** What an operation does to shapes, by TensorFlow's name for it; null for one that is not described here. */
export function ruleFor(op: string): Rule | null {
  return Object.hasOwn(rules, op) ? (rules[op] ?? null) : null;
}

const rules: Rules = {
  ...convolutions,
  ...poolings,
  ...matrixProducts,
  ...elementwise,
  ...layouts,
  ...joinings,
  ...slicings,
  ...reductions,
  ...ranges,
  ...imageOperations,
  ...controlFlow,
  ...lists,
};
