import { expect, test } from 'vitest';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { bindSizes } from '../../../webview/models/bind-sizes.ts';
import { costBars, filmRows, rowLabel } from '../../../webview/models/film.ts';
import { concreteInputShapes, openSizes } from '../../../webview/models/inputs.ts';
import { layerDetail, layerFigures } from '../../../webview/models/layer-text.ts';
import { isToPanel } from '../../../webview/protocol/to-panel.ts';
import { analysesOf, uriOf } from '../analyses.ts';

/** What the host sends of a file's first model, as it arrives: plain data. */
function message(path: string): Record<string, unknown> {
  const [analysis] = analysesOf(path);
  return JSON.parse(
    JSON.stringify({ type: 'model', uri: uriOf(path), index: 0, version: 1, analysis, problems: [], canRun: true }),
  );
}

test.each([
  'examples/lenet5.ts',
  'examples/unet/unet.ts',
  'examples/digits/model.json',
  'examples/lenet5-1998.convlens.json',
  'examples/googlenet.ts',
])('the model of %s passes', (path) => {
  expect(isToPanel(message(path))).toBe(true);
});

test.each([
  { type: 'models', file: null, models: [] },
  { type: 'reveal', uri: 'file:///a.ts', index: 0, layer: 2 },
  { type: 'file', request: 1, bytes: new ArrayBuffer(4) },
  { type: 'file', request: 1, bytes: null, error: 'there is none' },
  { type: 'visible', visible: false },
  { type: 'failed', message: 'why' },
  { type: 'change', request: 1, edits: [], failure: 'why' },
])('$type passes', (good) => {
  expect(isToPanel(good)).toBe(true);
});

test.each([
  [null],
  [undefined],
  ['model'],
  [[]],
  [{}],
  [{ type: 'toString' }],
  [{ type: '__proto__' }],
  [{ type: 'unheard-of' }],
  [{ type: 'models', file: null, models: [{ name: 'a' }] }],
  [{ type: 'models', file: 3, models: [] }],
  [{ type: 'reveal', uri: 'file:///a.ts', index: -1, layer: 0 }],
  [{ type: 'reveal', uri: 'file:///a.ts', index: 0, layer: 0.5 }],
  [{ type: 'file', request: 1, bytes: [1, 2] }],
  [{ type: 'failed', message: { html: '<b>' } }],
  [{ type: 'change', request: 1, edits: [{ uri: 'a' }], failure: null }],
  [{ type: 'model', uri: 'file:///a.ts', index: 0, version: 1, analysis: {}, canRun: true }],
])('%j does not', (bad) => {
  expect(isToPanel(bad)).toBe(false);
});

/** Everything that the panel works out of a model before it is drawn. */
function draw(analysis: GraphAnalysis): void {
  const open = openSizes(analysis, {});
  concreteInputShapes(analysis, open);
  const rows = filmRows(bindSizes(analysis, open));
  const bars = costBars(rows, 'macs', new Map());
  for (const row of rows) {
    rowLabel(row, layerDetail(row), bars.get(row.key), 'macs', '');
    layerFigures(row);
  }
}

/** The same data with one value replaced, for every place in it. */
function* damaged(data: unknown, wrong: unknown): Generator<unknown> {
  if (typeof data !== 'object' || data === null) return;
  for (const [name, value] of Object.entries(data)) {
    const put = (other: unknown) => (Array.isArray(data) ? data.with(Number(name), other) : { ...data, [name]: other });
    yield put(wrong);
    for (const inner of damaged(value, wrong)) yield put(inner);
  }
}

test.each([[null], ['?'], [{}], [[]], [-1], [true]])('a model with %j in any place is dropped or drawn', (wrong) => {
  let dropped = 0;
  let drawn = 0;
  for (const bad of damaged(message('examples/lenet5.ts'), wrong)) {
    if (!isToPanel(bad) || bad.type !== 'model') dropped++;
    else {
      drawn++;
      draw(bad.analysis);
    }
  }
  expect(dropped).toBeGreaterThan(100);
  expect(drawn).toBeGreaterThan(100);
});
