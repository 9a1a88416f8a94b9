import { describe, expect, it } from 'vitest';
import { buildGraph, type GraphBuilder } from '../../../core/graph/build.ts';
import type { Graph, TensorRef } from '../../../core/graph/node.ts';
import { workingSizes } from '../../../core/graph/working-sizes.ts';
import { symbol } from '../../../core/vocabulary/dimension.ts';
import { leNet5 } from './networks.ts';

function open(build: (b: GraphBuilder, x: TensorRef) => TensorRef): Graph {
  const builder = buildGraph('open');
  return builder.finish([build(builder, builder.input([null, symbol('H'), symbol('W'), 3]))]);
}

/** Down by pooling and up again, with a connection across on every level. */
function uNet(levels: number): Graph {
  return open((b, x) => {
    const skips: TensorRef[] = [];
    let y = x;
    for (let level = 0; level < levels; level++) {
      skips.push(y);
      y = b.layer('maxPooling2d', {}, [y]);
    }
    for (const skip of skips.toReversed()) {
      y = b.layer('concatenate', {}, [b.layer('upSampling2d', {}, [y]), skip]);
    }
    return y;
  });
}

describe('workingSizes', () => {
  it.each([1, 3, 4])('are multiples of 2ⁿ for a U-Net of %d levels', (levels) => {
    expect(workingSizes(uNet(levels), 80)?.rule).toEqual({ least: 2 ** levels, period: 2 ** levels });
  });

  it('start where the smallest window still fits', () => {
    const chain = open((b, x) => {
      const pooled = b.layer('maxPooling2d', {}, [b.layer('conv2d', { filters: 4, kernelSize: 5 }, [x])]);
      return b.layer('conv2d', { filters: 4, kernelSize: 3 }, [pooled]);
    });
    expect(workingSizes(chain, 40)?.rule).toEqual({ least: 10, period: 1 });
  });

  it('are the one size that a fixed reshaping takes', () => {
    const fixed = open((b, x) => b.layer('reshape', { targetShape: [12, 3, 12] }, [x]));
    expect(workingSizes(fixed, 40)).toEqual({ sizes: [12], rule: null });
  });

  it('are no question for a model of fixed size', () => {
    expect(workingSizes(leNet5())).toBe(null);
  });
});
