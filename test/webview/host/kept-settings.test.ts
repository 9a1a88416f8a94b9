import { expect, test } from 'vitest';
import { keptSettings } from '../../../webview/host/kept-settings.ts';
import { defaultSettings } from '../../../webview/state/state.ts';

test('what was kept comes back', () => {
  const kept = {
    ...defaultSettings,
    uri: 'file:///a.ts',
    sort: 'index',
    input: { kind: 'noise', seed: 3 },
    sizes: { n: 32 },
  };
  expect(keptSettings(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});

test.each([
  [undefined],
  ['text'],
  [{ mode: 'unheard-of', sort: 1, zoom: -1, input: { kind: 'file' }, sizes: { n: 0 }, sash: 7, unknown: 1 }],
  [{ colours: 'toString', folded: [1], range: null, weights: 'mine', input: { kind: 'sample', name: {} } }],
])('%j takes the defaults', (kept) => {
  expect(keptSettings(kept)).toEqual(defaultSettings);
});
