import { expect, it } from 'vitest';
import { AnalysisCache } from '../../server/analysis/analysis-cache.ts';

const main =
  "import * as tf from '@tensorflow/tfjs';\nimport { units } from './units';\nexport const m = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units })] });\n";
const rules = {};

function world() {
  const files = new Map<string, string | null>([
    ['file:///w/main.ts', main],
    ['file:///w/units.ts', 'export const units = 3;'],
    ['file:///w/other.ts', 'export const x = 1;'],
  ]);
  const cache = new AnalysisCache({ read: (uri) => (files.has(uri) ? files.get(uri)! : null) });
  const params = () => cache.get('file:///w/main.ts', rules)!.models[0]!.totals.params.total;
  return { files, cache, params };
}

it('repeats an analysis only when something that it read has changed', () => {
  const { files, cache, params } = world();
  const first = cache.get('file:///w/main.ts', rules);
  expect(params()).toBe(15);
  files.set('file:///w/other.ts', 'export const x = 2;');
  expect(cache.get('file:///w/main.ts', rules)).toBe(first);
  files.set('file:///w/units.ts', 'export const units = 5;');
  expect(params()).toBe(25);
  expect(cache.get('file:///w/main.ts', {})).not.toBe(cache.get('file:///w/main.ts', rules));
});

it('knows what a file has read, files that are missing included', () => {
  const { files, cache, params } = world();
  params();
  expect(cache.reads('file:///w/main.ts', 'file:///w/units.ts')).toBe(true);
  expect(cache.reads('file:///w/main.ts', 'file:///w/other.ts')).toBe(false);
  files.delete('file:///w/units.ts');
  expect(params()).not.toBe(15);
  files.set('file:///w/units.ts', 'export const units = 7;');
  expect(params()).toBe(35);
});

it('has nothing on a file that does not exist', () => {
  expect(world().cache.get('file:///w/nowhere.ts', rules)).toBeNull();
});
