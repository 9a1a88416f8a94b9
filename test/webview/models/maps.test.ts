import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../../core/engine/map-layout.ts';
import { clearestMap, statisticsOf, thumbnailOf } from '../../../core/engine/summary.ts';
import { cellAfterKey, cellAt, gridLayout, visibleCells } from '../../../webview/models/grid-layout.ts';
import { barHeights, binsOf, histogram } from '../../../webview/models/histogram.ts';
import { activationBound, colourMapFor, layerLimits, mapLimits } from '../../../webview/models/map-colours.ts';
import { conditionOf, layerStatistics, mapOrder, mapStatistics } from '../../../webview/models/map-statistics.ts';
import { receptiveRegion, regionText } from '../../../webview/models/receptive-region.ts';
import { barSpan, vectorOrder } from '../../../webview/models/vector-view.ts';
import { brokenText, countsText, mapLabel, mapTag } from '../../../webview/models/words.ts';

describe('statistics', () => {
  const layout = layoutOf([1, 2, 2, 4], false);
  const nan = Number.NaN;
  const data = Float32Array.from([
    ...[0, 5, 1, nan],
    ...[0, 5, 2, 1],
    ...[0, 5, 3, Number.POSITIVE_INFINITY],
    ...[0, 5, 6, 3],
  ]);
  const table = statisticsOf(data, layout);

  test('mean, extremes and variance are of the finite values, the rest is counted', () => {
    expect(mapStatistics(table, 2)).toEqual({
      min: 1,
      max: 6,
      mean: 3,
      variance: 3.5,
      zeros: 0,
      nans: 0,
      infinities: 0,
    });
    expect(mapStatistics(table, 3)).toMatchObject({ min: 1, max: 3, mean: 2, variance: 1, nans: 1, infinities: 1 });
  });

  test('zeros are dead, other constants flat, and NaN neither', () => {
    expect([0, 1, 2, 3].map((map) => conditionOf(mapStatistics(table, map)))).toEqual([
      'dead',
      'flat',
      'alive',
      'alive',
    ]);
    expect(mapTag(0, 'dead')).toBe('0 · dead');
    expect(mapLabel(1, mapStatistics(table, 1))).toBe('map 1, flat at 5.000');
    expect(mapLabel(3, mapStatistics(table, 3))).toBe('map 3, mean 2.000, maximum 3.000, 1 NaN, 1 infinite');
  });

  test('the layer as a whole', () => {
    const layer = layerStatistics(table, 4);
    expect(layer).toEqual({ maps: 4, values: 16, min: 0, max: 6, dead: 1, zeros: 4, nans: 1, infinities: 1 });
    expect(countsText(layer, 'maps')).toBe('4 maps · 1 dead');
    expect(brokenText(layer)).toBe('NaN 1 · ±∞ 1');
  });

  test('order by a quantity puts dead maps last, ties keep their index', () => {
    expect(mapOrder(table, 'variance')).toEqual([2, 3, 1, 0]);
    expect(mapOrder(table, 'maximum')).toEqual([2, 1, 3, 0]);
    expect(mapOrder(table, 'index')).toEqual([0, 1, 2, 3]);
  });

  test('the clearest map has the highest variance; its thumbnail averages', () => {
    expect(clearestMap(table)).toBe(2);
    const big = layoutOf([1, 96, 96, 1], false);
    const thumbnail = thumbnailOf(
      Float32Array.from({ length: 96 * 96 }, (_, i) => i % 2),
      big,
    );
    expect([thumbnail.width, thumbnail.height]).toEqual([48, 48]);
    expect(new Set(thumbnail.values)).toEqual(new Set([0.5]));
  });

  test('a map of nothing but NaN has no statistics and sorts last', () => {
    const broken = statisticsOf(Float32Array.from([nan, 1, nan, 2, nan, 3, nan, 4]), layoutOf([1, 2, 2, 2], false));
    expect(mapStatistics(broken, 0).mean).toBeNaN();
    expect(mapOrder(broken, 'mean')).toEqual([1, 0]);
    expect(layerStatistics(broken, 4)).toMatchObject({ min: 1, max: 4, nans: 4 });
  });
});

describe('colours', () => {
  test('signed data takes the diverging map of the surface, other data the chosen one', () => {
    expect(colourMapFor(-0.1, 'magma', 'dark')).toBe('diverging-dark');
    expect(colourMapFor(-0.1, 'magma', 'high-contrast')).toBe('diverging-dark');
    expect(colourMapFor(-0.1, 'magma', 'high-contrast-light')).toBe('diverging-light');
    expect(colourMapFor(0, 'magma', 'light')).toBe('magma');
  });

  test('an activation’s bound is the limit as long as the values keep it', () => {
    expect(activationBound('conv2d', { activation: 'sigmoid' })).toBe(1);
    expect(activationBound('reLU', { maxValue: 6 })).toBe(6);
    expect(activationBound('conv2d', { activation: 'relu' })).toBeNull();
    expect(layerLimits(0, 3, 6)).toEqual({ low: 0, high: 6 });
    expect(layerLimits(0, 8, 6)).toEqual({ low: 0, high: 8 });
  });

  test('a map alone uses its own range, with zero in the middle where the layer is signed', () => {
    const layer = { low: -4, high: 4 };
    expect(mapLimits('layer', layer, -1, 2)).toBe(layer);
    expect(mapLimits('map', layer, -1, 2)).toEqual({ low: -2, high: 2 });
    expect(mapLimits('map', { low: 0, high: 9 }, 1, 2)).toEqual({ low: 1, high: 2 });
  });
});

describe('grid', () => {
  const view = { width: 592, height: 300 };

  test('columns fill the row and cells keep the map’s proportions', () => {
    const grid = gridLayout(view, 32, 2, 112, 56);
    expect(grid.columns * grid.columnPitch - 4).toBeGreaterThan(view.width - grid.columns);
    expect(grid.columns * grid.columnPitch - 4).toBeLessThanOrEqual(view.width);
    expect(grid.cellHeight).toBe(Math.round(grid.cellWidth / 2));
  });

  test('without a choice, cells are the largest with which all maps fit, but not below the usual', () => {
    expect(gridLayout(view, 8, null, 10, 10).zoom).toBe(4);
    expect(gridLayout(view, 16, null, 10, 10).zoom).toBe(3);
    expect(gridLayout(view, 1024, null, 10, 10).zoom).toBe(2);
    expect(gridLayout(view, 1, null, 10, 10).cellHeight).toBeLessThanOrEqual(view.height);
  });

  test('only the rows on screen are visible', () => {
    const grid = gridLayout(view, 1000, 2, 1, 1);
    const [first, end] = visibleCells(grid, grid.rowPitch * 10 + 1, 200, 1000);
    expect(first).toBe(10 * grid.columns);
    expect(end - first).toBeLessThanOrEqual(grid.columns * (Math.ceil(200 / grid.rowPitch) + 1));
    expect(visibleCells(grid, 0, 1e6, 1000)).toEqual([0, 1000]);
  });

  test('a point finds its cell and the place inside, gaps find none', () => {
    const grid = gridLayout(view, 30, 2, 1, 1);
    const hit = cellAt(grid, grid.columnPitch + grid.cellWidth / 2, grid.rowPitch + 1, 30);
    expect(hit?.cell).toBe(grid.columns + 1);
    expect(hit?.x).toBeCloseTo(0.5);
    expect(cellAt(grid, grid.cellWidth + 1, 1, 30)).toBeNull();
    expect(cellAt(grid, 1, grid.rowPitch * 50, 30)).toBeNull();
  });

  test('keys move by cell, row and page and stay inside', () => {
    const grid = gridLayout(view, 30, 2, 1, 1);
    expect(cellAfterKey('ArrowDown', 0, grid, 30, 2)).toBe(grid.columns);
    expect(cellAfterKey('ArrowUp', 1, grid, 30, 2)).toBe(1);
    expect(cellAfterKey('PageDown', 29, grid, 30, 2)).toBe(29);
    expect(cellAfterKey('End', 0, grid, 30, 2)).toBe(29);
    expect(cellAfterKey('q', 0, grid, 30, 2)).toBeNull();
  });
});

describe('histogram', () => {
  test('every finite value is in one bin, those beyond the limits in the end bins', () => {
    const bins = histogram(Float32Array.from([-9, 0, 0.1, 0.6, 1, 7, Number.NaN]), { low: 0, high: 1 }, 2);
    expect(bins.map((bin) => bin.count)).toEqual([3, 3]);
    expect(bins[1]).toMatchObject({ from: 0.5, to: 1 });
    expect(barHeights(bins)).toEqual([1, 1]);
  });

  test('a constant map is one bar', () => {
    const bins = histogram(new Float32Array(9).fill(2), { low: 2, high: 2 }, 4);
    expect(bins.map((bin) => bin.count)).toEqual([9, 0, 0, 0]);
  });

  test('counts lie in equal bins between the smallest and the largest value', () => {
    expect(binsOf(Uint32Array.of(3, 0, 5), -1, 2)).toEqual([
      { from: -1, to: 0, count: 3 },
      { from: 0, to: 1, count: 0 },
      { from: 1, to: 2, count: 5 },
    ]);
  });
});

describe('receptive field on the image', () => {
  const field = { size: [11, 11], stride: [4, 4], padding: [2, 2], status: 'exact', aligned: true } as const;

  test('index·stride − padding on, without what lies outside', () => {
    expect(receptiveRegion(field, 21, 30, 224, 224)).toEqual({ top: 82, bottom: 92, left: 118, right: 128 });
    expect(receptiveRegion(field, 0, 0, 224, 224)).toEqual({ top: 0, bottom: 8, left: 0, right: 8 });
  });

  test('in words', () => {
    expect(regionText(receptiveRegion(field, 21, 30, 224, 224), 224, 224)).toBe(
      'reads rows 82–92, columns 118–128 of the image',
    );
    const whole = receptiveRegion({ ...field, status: 'whole-input' }, 0, 0, 5, 7);
    expect(regionText(whole, 5, 7)).toBe('reads the whole image');
    expect(regionText(receptiveRegion({ ...field, status: 'unknown' }, 0, 0, 5, 7), 5, 7)).toContain('not known');
  });
});

describe('rows of numbers', () => {
  test('largest first, NaN at the end', () => {
    expect([...vectorOrder(Float32Array.from([1, Number.NaN, 3, 2]), true)]).toEqual([2, 3, 0, 1]);
    expect([...vectorOrder(Float32Array.from([1, 3, 2]), false)]).toEqual([0, 1, 2]);
  });

  test('bars grow from zero', () => {
    expect(barSpan(0.5, 0, 1)).toEqual({ start: 0, length: 0.5 });
    expect(barSpan(-1, -2, 2)).toEqual({ start: 0.25, length: 0.25 });
    expect(barSpan(Number.NaN, 0, 1)).toEqual({ start: 0, length: 0 });
  });
});
