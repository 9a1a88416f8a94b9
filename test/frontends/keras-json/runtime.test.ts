import { describe, expect, test } from 'vitest';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';
import { models } from './models.ts';
import { readRows, runtimeRows } from './runtime.ts';

describe('layers are listed, named, shaped and counted as TensorFlow.js does', () => {
  test.each(Object.entries(models))('%s', async (_, build) => {
    const json = build().toJSON(null, false) as object;
    expect(readRows(JSON.stringify(json))).toEqual(await runtimeRows(json));
  });

  test.each(Object.entries(models))('%s, the layers standing in reverse', async (_, build) => {
    const json = build().toJSON(null, false) as { class_name: string; config: { layers: unknown[] } };
    if (json.class_name === 'Sequential') json.config.layers = json.config.layers.slice(0, 1);
    else json.config.layers.reverse();
    expect(readRows(JSON.stringify(json))).toEqual(await runtimeRows(json));
  });

  test.each(Object.entries(models))('%s raises nothing', (_, build) => {
    const text = JSON.stringify(build().toJSON(null, false));
    const { models: read, findings } = readKerasJson('file:///model.json', text, { read: () => null });
    const facts = read.flatMap((graph) => [...graph.facts, ...graph.layers.flatMap((layer) => layer.facts)]);
    expect([...findings, ...facts]).toEqual([]);
  });
});
