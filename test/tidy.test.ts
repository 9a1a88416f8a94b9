import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradients } from '../core/engine/reference/gradient/index.ts';
import { kernels } from '../core/engine/reference/index.ts';
import { operatorNames, operators } from '../core/operators/index.ts';
import { rules } from '../server/rules/index.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folder = (path: string): readonly string[] => readdirSync(join(root, path));

/** The sources of all tests but this one. */
const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && path !== 'tidy.test.ts')
  .map((path) => read(join('test', path)))
  .join('\n');

describe('every operator', () => {
  const pages = read('docs/operators.md').split('\n### ').slice(1);

  it.each(operatorNames)('%s is documented, with a worked example', (name) => {
    const page = pages.find((text) => text.startsWith(`${name}: `));
    expect(page).toContain(operators[name].doc);
    expect(page).toContain(`\nExample: \`${name}(`);
  });

  // A layer whose output has another width every time has no value, and one that counts integers no derivative.
  it('has a kernel and a backward pass, or a reason to have none', () => {
    const without = (table: Readonly<Record<string, unknown>>) => operatorNames.filter((name) => !table[name]);
    expect(without(kernels)).toEqual(['randomWidth']);
    expect(without(gradients)).toEqual(['categoryEncoding', 'randomWidth']);
  });

  it.each(operatorNames)('%s is named by a test', (name) => {
    expect(tests).toMatch(new RegExp(`['\\s{.]${name}[':(]`));
  });
});

describe('every rule', () => {
  const manifest: { contributes: { configuration: { properties: Record<string, unknown> } } } = JSON.parse(
    read('package.json'),
  );
  const ids = rules.map(({ id }) => id).sort();

  it('has programs that it fires on and programs that it leaves alone', () => {
    expect(folder('test/fixtures/rules')).toEqual(ids);
    for (const id of ids) {
      const files = folder(`test/fixtures/rules/${id}`);
      expect(
        files.some((file) => file.startsWith('fires')),
        id,
      ).toBe(true);
      expect(
        files.some((file) => file.startsWith('silent')),
        id,
      ).toBe(true);
    }
  });

  it('has a page, a setting and a file of its name, and nothing is left of rules that are gone', () => {
    expect(folder('docs/rules').filter((file) => file !== 'README.md')).toEqual(ids.map((id) => `${id}.md`));
    const settings = Object.keys(manifest.contributes.configuration.properties);
    const own = settings.filter((name) => name.startsWith('convlens.rules.'));
    expect(own.map((name) => name.slice('convlens.rules.'.length)).sort()).toEqual(ids);
    const files = folder('server/rules');
    for (const id of ids) expect(files).toContain(`${id}.ts`);
  });
});
