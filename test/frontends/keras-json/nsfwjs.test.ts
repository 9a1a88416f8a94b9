import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { bundledMobileNet } from '../../oracle/nsfwjs.ts';
import { analyse, read } from './read.ts';
import { type ModelJson, readRows, rowsOfRuntime } from './runtime.ts';

test('a MobileNetV2 trained and converted elsewhere', async () => {
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

test('an InceptionV3 of the same hand, of branches beside branches', async () => {
  const require = createRequire(createRequire(import.meta.url).resolve('nsfwjs'));
  const json: { readonly modelTopology: ModelJson } = require('./models/inception_v3/model.min.js');
  const rows = readRows(JSON.stringify(json));
  expect(rows.length).toBeGreaterThan(300);
  expect(rows).toEqual(rowsOfRuntime(await tf.models.modelFromJSON(structuredClone(json.modelTopology))));
  expect(read(JSON.stringify(json)).models[0]!.facts).toEqual([]);
});
