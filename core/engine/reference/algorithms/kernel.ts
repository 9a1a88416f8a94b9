import { activate } from '../activation.ts';
import { oriented } from '../conv.ts';
import { gatherAxes } from '../geometry.ts';
import { emptyTensor, type Kernel, type KernelTable, number } from '../kernel.ts';
import { channelsLast } from '../layout.ts';
import type { Algorithm } from './algorithm.ts';
import { im2col } from './direct.ts';

/** The convolutions by one algorithm; where it refuses, by the one that takes everything. */
export function convolutionsBy(algorithm: Algorithm): Pick<KernelTable, 'conv1d' | 'conv2d' | 'conv3d'> {
  return { conv1d: convolution(1, algorithm), conv2d: convolution(2, algorithm), conv3d: convolution(3, algorithm) };
}

function convolution(rank: 1 | 2 | 3, algorithm: Algorithm): Kernel {
  return channelsLast((step, [input], weights) => {
    const output = emptyTensor(step.outputShapes[0]);
    const problem = {
      input,
      kernel: oriented(step, weights.kernel),
      bias: weights.bias,
      axes: gatherAxes(step, 'kernelSize', rank),
      groups: number(step, 'groups', 1),
    };
    const able = algorithm.refuses(problem) === null ? algorithm : im2col;
    able.run(problem, output);
    return [activate(step, output)];
  });
}
