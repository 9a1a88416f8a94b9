import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ourModels } from './our-models.ts';
import { realModels } from './real-models.ts';

const folder = join(import.meta.dirname, '../../fixtures/typescript-programs');
const programs = readdirSync(folder).filter((name) => /\.[cm]?[jt]sx?$/.test(name));

describe('every layer is what TensorFlow.js makes of the same program', () => {
  it.each(programs)('%s', async (name) => {
    const file = join(folder, name);
    const real = await realModels(file);
    expect(real.length).toBeGreaterThan(0);
    expect(distinct(ourModels(file))).toEqual(distinct(real));
  });
});

/**
 * Models are compared as a set: one list is in source order, the other as they were made, and a model that two
 * callers ask for is shown once.
 */
function distinct(models: readonly unknown[]): readonly unknown[] {
  return [...new Set(models.map((model) => JSON.stringify(model)))].toSorted().map((text) => JSON.parse(text));
}
