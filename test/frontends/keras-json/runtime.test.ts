import { describe, expect, test } from 'vitest';
import { models } from './models.ts';
import { read } from './read.ts';
import { type ModelJson, readRows, runtimeRows } from './runtime.ts';

describe('layers are listed, named, shaped and counted as TensorFlow.js does', () => {
  test.each(Object.entries(models))('%s', async (_, build) => {
    const json = build().toJSON(null, false) as ModelJson;
    expect(readRows(JSON.stringify(json))).toEqual(await runtimeRows(json as ModelJson));
  });

  test.each(Object.entries(models))('%s, the layers standing in reverse', async (_, build) => {
    const json = build().toJSON(null, false) as { class_name: string; config: { layers: unknown[] } };
    if (json.class_name === 'Sequential') json.config.layers = json.config.layers.slice(0, 1);
    else json.config.layers.reverse();
    expect(readRows(JSON.stringify(json))).toEqual(await runtimeRows(json as ModelJson));
  });

  test.each(Object.entries(models))('%s, the weights that it saves fit', (_, build) => {
    const model = build();
    const weights = model.weights.map(({ originalName, shape }) => ({ name: originalName, shape, dtype: 'float32' }));
    const json = { modelTopology: model.toJSON(null, false), weightsManifest: [{ paths: ['weights.bin'], weights }] };
    const [graph] = read(JSON.stringify(json)).models;
    expect(graph!.facts).toEqual([]);
    expect(graph!.weights!.groups[0]!.weights).toHaveLength(weights.length);
  });

  test.each(Object.entries(models))('%s raises nothing', (_, build) => {
    const text = JSON.stringify(build().toJSON(null, false));
    const { models: graphs, findings } = read(text);
    const facts = graphs.flatMap((graph) => [...graph.facts, ...graph.layers.flatMap((layer) => layer.facts)]);
    expect([...findings, ...facts]).toEqual([]);
  });
});
