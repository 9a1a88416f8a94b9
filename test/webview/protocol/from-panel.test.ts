import { expect, test } from 'vitest';
import { isFromPanel } from '../../../webview/protocol/from-panel.ts';

test.each([
  { type: 'ready' },
  { type: 'choose', uri: 'file:///a.ts', index: 1 },
  { type: 'locate', uri: 'file:///a.ts', index: 1, layer: 2, focus: false },
  { type: 'read', request: 1, base: 'file:///model.json', path: 'a.bin' },
  { type: 'save', name: 'c1.png', bytes: new ArrayBuffer(1) },
  {
    type: 'change',
    request: 1,
    uri: 'file:///a.ts',
    index: 0,
    path: ['c'],
    set: { padding: 'same', strides: [2, 1] },
    apply: true,
  },
  { type: 'openBeside' },
  { type: 'assume' },
  { type: 'trust' },
])('$type passes', (good) => {
  expect(isFromPanel(good)).toBe(true);
});

test.each([
  [null],
  [7],
  [{}],
  [{ type: 'constructor' }],
  [{ type: 'choose', uri: 3, index: 1 }],
  [{ type: 'choose', uri: 'file:///a.ts', index: Number.NaN }],
  [{ type: 'locate', uri: 'file:///a.ts', index: 1, layer: '2', focus: false }],
  [{ type: 'read', request: 1, base: 'file:///model.json' }],
  [{ type: 'read', request: 1, base: 'file:///model.json', path: ['..'] }],
  [{ type: 'save', name: 'c1.png', bytes: 'text' }],
  [{ type: 'change', request: 1, uri: 'file:///a.ts', index: 0, path: ['c'], set: { a: { b: 1 } }, apply: true }],
  [{ type: 'change', request: 1, uri: 'file:///a.ts', index: 0, path: 'c', set: {}, apply: true }],
])('%j does not', (bad) => {
  expect(isFromPanel(bad)).toBe(false);
});
