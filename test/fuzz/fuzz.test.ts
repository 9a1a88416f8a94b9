import { expect, it } from 'vitest';
import { type Finding, fuzz } from './fuzz.ts';
import { printFinding } from './write-finding.ts';

it('mutated programs and models end with an answer, and their other spellings with the same one', {
  timeout: 300_000,
}, async () => {
  const findings: Finding[] = [];
  const { inputs } = await fuzz({ seed: 1, from: 0, count: 60, minutes: Number.POSITIVE_INFINITY }, (finding) => {
    findings.push(finding);
  });
  expect(findings.map(printFinding)).toEqual([]);
  expect(inputs).toBe(60);
});
