import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { rules } from '../../server/rules/index.ts';
import { applyEdits } from '../harness/apply-edits.ts';
import { analyse, check } from '../harness/check.ts';

const root = join(import.meta.dirname, '../fixtures/rules');

it('no fixtures are left of rules that are gone', () => {
  expect(readdirSync(root)).toEqual(rules.map(({ id }) => id).sort());
});

describe.each(rules.map((rule) => rule.id))('%s', (id) => {
  const folder = join(root, id);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const firing = files.filter((file) => file.startsWith('fires') && !file.includes('.fixed.'));
  const silent = files.filter((file) => file.startsWith('silent'));

  it('has fixtures that fire and fixtures that stay silent', () => {
    expect(firing.length).toBeGreaterThan(0);
    expect(silent.length).toBeGreaterThan(0);
  });

  it.each(firing)('%s', async (file) => {
    const analysis = await check(join(folder, file), 'problems');
    expect(count(analysis, id)).toBeGreaterThan(0);
  });

  it.each(silent)('%s', async (file) => {
    const analysis = await check(join(folder, file), 'problems');
    expect(count(analysis, id)).toBe(0);
  });

  it.each(firing)('every fix of %s mends what it is for', async (file) => {
    const path = join(folder, file);
    const before = await check(path, 'problems');
    const own = before.findings.filter(({ rule }) => rule === id);
    for (const fix of own.flatMap(({ fixes }) => fixes)) {
      const fixed = applyEdits(before.text, fix.edits);
      expect(count(analyse(path, fixed), id), `${fix.title} in\n${fixed}`).toBeLessThan(own.length);
    }
    if (own.some(({ fixes }) => fixes.length > 0)) {
      await expect(fixAll(path, before.text, id)).toMatchFileSnapshot(path.replace(/(\.\w+)$/, '.fixed$1'));
    }
  });
});

/** The first fix of the first problem, again and again, as if clicked one after the other. */
function fixAll(path: string, text: string, id: string): string {
  let fixed = text;
  for (let round = 0; round < 50; round++) {
    const problem = analyse(path, fixed).findings.find(({ rule, fixes }) => rule === id && fixes.length > 0);
    if (!problem) return fixed;
    fixed = applyEdits(fixed, problem.fixes[0]!.edits);
  }
  throw new Error(`the fixes of ${id} in ${path} never end`);
}

function count({ findings }: FileAnalysis, id: string): number {
  return findings.filter(({ rule }) => rule === id).length;
}
