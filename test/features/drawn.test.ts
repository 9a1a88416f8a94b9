import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, type Drawing } from '../harness/check.ts';

const folder = join(import.meta.dirname, '../fixtures/features');
const drawings: readonly (readonly [string, Drawing])[] = [
  ['hover', 'hovers'],
  ['hints', 'hints'],
];

describe.each(drawings)('%s', (name, drawing) => {
  it.each(readdirSync(folder).filter((file) => file.startsWith(name)))('%s', async (file) => {
    const { models } = await check(join(folder, file), drawing);
    expect(models.length).toBeGreaterThan(0);
  });
});
