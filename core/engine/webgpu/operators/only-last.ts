import { axisOf } from '../../reference/kernel.ts';

/** Whether the axes are the channels alone, the ones that the reducing kernels run over. */
export function onlyLast(axes: readonly number[], rank: number): boolean {
  return axes.length === 1 && axisOf(axes[0], rank) === rank - 1;
}
