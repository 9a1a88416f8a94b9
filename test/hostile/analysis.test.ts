import { describe, expect, it } from 'vitest';
import { Stopped, Work } from '../../core/graph/work.ts';
import { analyseFile, type FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { hostileInputs } from './inputs.ts';
import { hostilePrograms } from './programs.ts';

const host = { read: () => null };

/** Says what it has found: the model, or where it stopped. A limit of the work is the only one that may hide it. */
function expectAnswer({ models, findings }: FileAnalysis): void {
  const limits = findings.filter(({ rule }) => rule === 'budget');
  expect(limits.length).toBeLessThanOrEqual(1);
  for (const { severity } of limits) expect(severity).toBe('info');
  if (limits.length === 0) expect(models.length + findings.length).toBeGreaterThan(0);
}

describe('the analysis of a hostile file ends and says what it has found', () => {
  it.each(hostileInputs)('$name', { timeout: 60_000 }, ({ name, uri, text }) => {
    const analysis = analyseFile(uri, text(), host);
    expectAnswer(analysis);
    const isTold = analysis.findings.some(({ rule }) => rule === 'budget');
    if (/a model$/.test(name) && !isTold) {
      expect(analysis.models.map(({ totals }) => totals.params.total)).toContain(10);
    }
  });
});

it('a hostile file ends at once when it is cancelled, without an answer', () => {
  const text = hostilePrograms['three nested loops, before a model'] ?? '';
  let asked = 0;
  const work = new Work(undefined, () => ++asked > 2);
  expect(() => analyseFile('file:///hostile.ts', text, host, { work })).toThrow(Stopped);
  expect(asked).toBe(3);
});

it('the same file gives the same answer whatever was analysed before it', () => {
  const text = hostilePrograms['objects without end, before a model'] ?? '';
  const problems = () => analyseFile('file:///hostile.ts', text, host).findings;
  expect(problems()).toEqual(problems());
});
