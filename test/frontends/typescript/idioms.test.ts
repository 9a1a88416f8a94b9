import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ourPlaces } from './our-models.ts';
import { realPlaces } from './real-models.ts';

const folder = join(import.meta.dirname, '../../fixtures/idioms');
const idioms = readdirSync(folder).filter((name) => /\.[cm]?[jt]sx?$/.test(name));

describe('every layer is what and where TensorFlow.js makes it, in one small program for each idiom', () => {
  it.each(idioms)('%s', async (name) => {
    const file = join(folder, name);
    const real = await realPlaces(file);
    expect(real.length).toBeGreaterThan(0);
    expect(distinct(ourPlaces(file))).toEqual(distinct(real));
  });
});

/** As a set: one list is in source order, the other as the models were made. */
function distinct(models: readonly unknown[]): readonly unknown[] {
  return [...new Set(models.map((model) => JSON.stringify(model)))].toSorted().map((text) => JSON.parse(text));
}
