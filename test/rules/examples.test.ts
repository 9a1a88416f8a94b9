import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/rules/index.ts';
import { analyse } from '../harness/check.ts';

const root = join(import.meta.dirname, '../..');

function fires(id: string, code: string): boolean {
  const isJson = code.startsWith('{');
  const text = isJson ? code : `import * as tf from '@tensorflow/tfjs';\n${code}`;
  const { models, findings } = analyse(join(root, isJson ? 'example.json' : 'example.ts'), text);
  expect(models.length).toBeGreaterThan(0);
  return findings.some(({ rule }) => rule === id);
}

describe.each(rules)('$id', (rule) => {
  it('has examples that are true', () => {
    expect(fires(rule.id, rule.docs.bad)).toBe(true);
    expect(fires(rule.id, rule.docs.good)).toBe(false);
  });
});
