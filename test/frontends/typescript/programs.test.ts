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
    expect(sorted(ourModels(file))).toEqual(sorted(real));
  });
});

/** Models are compared as a set: one is listed in source order, the other as they were made. */
function sorted<T>(models: readonly T[]): readonly T[] {
  return models.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
