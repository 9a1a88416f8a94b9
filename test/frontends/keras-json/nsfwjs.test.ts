import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { bundledMobileNet } from '../../oracle/nsfwjs.ts';
import { analyse, read } from './read.ts';
import { type ModelJson, readRows, rowsOfRuntime } from './runtime.ts';

test('a MobileNetV2 that somebody else trained and converted', async () => {
  const { json } = bundledMobileNet();
  const text = JSON.stringify(json);
  const rows = readRows(text);
  expect(rows).toEqual(rowsOfRuntime(await tf.models.modelFromJSON(structuredClone(json.modelTopology) as ModelJson)));
  expect(rows).toHaveLength(162);
  expect(analyse(text).totals).toMatchObject({ params: { total: 2_619_461 }, status: 'exact' });
  // Its weights fit: the manifest is held against the layers.
  const { models, findings } = read(text);
  expect([...findings, ...models.flatMap((graph) => graph.facts)]).toEqual([]);
  expect(models.flatMap(({ layers }) => layers.flatMap(({ facts }) => facts))).toEqual([]);
});
