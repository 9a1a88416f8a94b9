import type { Program, Step } from '../../core/engine/program.ts';

/** How many first steps of two programs are the same, weights by seed included: an edit leaves them as they are. */
export function sharedSteps(a: Program, b: Program): number {
  const count = Math.min(a.steps.length, b.steps.length);
  for (let index = 0; index < count; index++) {
    const isInput = a.inputs.includes(index);
    if (isInput !== b.inputs.includes(index) || a.inputs.indexOf(index) !== b.inputs.indexOf(index)) return index;
    if (!isSame(a.steps[index] as Step, b.steps[index] as Step)) return index;
  }
  return count;
}

function isSame(a: Step, b: Step): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** By step of a program: the first step of an earlier one whose layer is the same, and with it the weights by seed. */
export function sameLayers(earlier: Program, { steps }: Program): readonly (number | undefined)[] {
  const byLayer = new Map<string, number>();
  earlier.steps.forEach((step, index) => {
    const key = layerOf(step);
    if (!byLayer.has(key)) byLayer.set(key, index);
  });
  return steps.map((step) => byLayer.get(layerOf(step)));
}

/** All but where its inputs come from. */
function layerOf({ operator, path, attributes, inputShapes, weights, initialisers }: Step): string {
  return JSON.stringify([operator, path, attributes, inputShapes, weights, initialisers]);
}
