import { describe, expect, it } from 'vitest';
import { differences } from './generated-programs.ts';

const programs = Number(process.env.CONVLENS_PROGRAMS ?? 150);
const firstSeed = Number(process.env.CONVLENS_SEED ?? 1);

describe('every layer of generated programs is what TensorFlow.js makes of them', () => {
  it(`${programs} programs`, { timeout: 60_000 + programs * 500 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + programs; seed += 1) {
      const { program, ours, real } = await differences(seed);
      expect(real.length, program).toBeGreaterThan(0);
      expect({ seed, program, models: ours }).toEqual({ seed, program, models: real });
    }
  });
});
