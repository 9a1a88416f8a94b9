import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph } from '../../../core/graph/build.ts';
import { largestBatch } from '../../../core/graph/memory.ts';
import { sweepAttribute, sweepInput } from '../../../core/graph/sweep.ts';
import { symbol } from '../../../core/vocabulary/dimension.ts';
import { alexNet } from './networks.ts';

const builder = buildGraph('swept');
const x = builder.input([null, symbol('H'), symbol('W'), 8]);
const y = builder.layer('conv2d', { filters: 8, kernelSize: 3, padding: 'same' }, [x]);
const graph = builder.finish([builder.layer('conv2d', { filters: 4, kernelSize: 1 }, [y])]);
const bound = { inputs: [[null, 16, 16, 8]] };

describe('sweepAttribute', () => {
  it('moves the layer, and what follows it', () => {
    const points = sweepAttribute(graph, 1, 'filters', [8, 16, 32], bound);
    expect(points.map(({ value, params, macs }) => [value, params, macs])).toEqual(
      [8, 16, 32].map((filters) => [filters, 73 * filters, 256 * 72 * filters]),
    );
    expect(points.map(({ totals }) => totals.macs)).toEqual(
      [8, 16, 32].map((filters) => 256 * 72 * filters + 256 * 4 * filters),
    );
  });

  it('divides parameters and work by the groups, and says which groups do not divide', () => {
    const points = sweepAttribute(graph, 1, 'groups', [1, 2, 3, 4], bound);
    expect(points.map(({ macs }) => macs)).toEqual([147_456, 73_728, null, 36_864]);
    expect(points.map(({ facts }) => facts.length)).toEqual([0, 0, 2, 0]);
  });

  it('shrinks the output with the stride', () => {
    const points = sweepAttribute(graph, 1, 'strides', [1, 2, 4], bound);
    expect(points.map(({ outputs }) => outputs[0])).toEqual([16, 8, 4].map((size) => [null, size, size, 8]));
  });

  it('leaves the graph as it was', () => {
    expect(graph.layers[1]?.attributes).toMatchObject({ filters: 8, strides: [1, 1] });
  });
});

describe('sweepInput', () => {
  it('scales the work with the area', () => {
    const points = sweepInput(graph, [
      [null, 16, 16, 8],
      [null, 32, 32, 8],
    ]);
    expect(Number(points[1]!.totals.macs) / Number(points[0]!.totals.macs)).toBe(4);
    expect(points.map(({ totals }) => totals.params.total)).toEqual([584 + 36, 584 + 36]);
  });
});

describe('largestBatch', () => {
  const analysis = analyseGraph(alexNet(1));
  const gibibyte = 1024 ** 3;

  it('is the last that fits', () => {
    const batch = largestBatch(analysis, gibibyte, 'training')!;
    const needed = (count: number): number => {
      const activations = analysis.nodes.reduce((total, node) => total + Number(node.activationBytes), 0);
      return 2 * count * activations + 3 * 4 * 62_378_344;
    };
    expect(needed(batch)).toBeLessThanOrEqual(gibibyte);
    expect(needed(batch + 1)).toBeGreaterThan(gibibyte);
    expect(largestBatch(analysis, gibibyte, 'inference')).toBeGreaterThan(batch);
  });

  it('is none where the parameters alone are too much, and unknown where a size is', () => {
    expect(largestBatch(analysis, 1024, 'inference')).toBe(0);
    expect(largestBatch(analyseGraph(graph), gibibyte, 'training')).toBe(null);
  });
});
