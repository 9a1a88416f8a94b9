import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/rules/index.ts';
import type { Rule } from '../../server/rules/support/rule.ts';
import { analyse } from '../harness/check.ts';

function fires({ id, ...rule }: Rule, code: string): boolean {
  const isJson = code.startsWith('{');
  const text = isJson ? code : `import * as tf from '@tensorflow/tfjs';\n${code}`;
  // Files that an example opens lie beside the fixtures.
  const folder = join(import.meta.dirname, '../fixtures/rules', id);
  const { models, findings } = analyse(join(folder, isJson ? 'example.json' : 'example.ts'), text);
  if ('check' in rule) expect(models.length).toBeGreaterThan(0);
  return findings.some(({ rule }) => rule === id);
}

describe.each(rules)('$id', (rule) => {
  it('has examples that are true', () => {
    expect(fires(rule, rule.docs.bad)).toBe(true);
    expect(fires(rule, rule.docs.good)).toBe(false);
  });
});
