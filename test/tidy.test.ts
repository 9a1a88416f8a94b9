import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradients } from '../core/engine/reference/gradient/index.ts';
import { kernels } from '../core/engine/reference/index.ts';
import { operatorNames, operators } from '../core/operators/index.ts';
import { rules } from '../server/rules/index.ts';
import { filesByOperator } from './operator-files.ts';
import { operatorsIn } from './operators-in-tests.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folder = (path: string): readonly string[] => readdirSync(join(root, path));

/** The operators that the tests of the engines run. */
const tested = new Set(
  readdirSync(join(import.meta.dirname, 'core/engine'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...operatorsIn(read(join('test/core/engine', path)))]),
);

/** Files that serve operators of many names. */
const SHARED: ReadonlySet<string> = new Set([
  // What does nothing at inference: inputs, dropout, noise.
  'identity.ts',
  // The backward pass of every layer that only moves elements, worked out from its kernel.
  'moving.ts',
]);

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

  it.each(operatorNames)('%s is run by a test of the engines', (name) => {
    expect(tested).toContain(name);
  });

  it('has its definition, its kernel and its backward pass in files of one name', () => {
    const [definitions, forward, backward] = [
      'core/operators',
      'core/engine/reference',
      'core/engine/reference/gradient',
    ].map((path) => filesByOperator(read(join(path, 'index.ts'))));
    expect([...definitions!.keys()]).toEqual(operatorNames);
    const elsewhere = [forward!, backward!].flatMap((table) =>
      [...table].filter(([name, file]) => file !== definitions!.get(name) && !SHARED.has(file)),
    );
    expect(elsewhere).toEqual([]);
  });

  it('has a file of its own, or shares one that begins by saying why', () => {
    const files = [...filesByOperator(read('core/operators/index.ts')).values()];
    const shared = [...new Set(files.filter((file, i) => files.indexOf(file) !== i))];
    expect(shared).toContain('conv.ts');
    expect(shared.filter((file) => !read(`core/operators/${file}`).startsWith('/**'))).toEqual([]);
  });
});

describe('every rule', () => {
  const ids = rules.map(({ id }) => id).sort();

  it('is a file of its name, and no other file lies beside the rules', () => {
    expect(folder('server/rules')).toEqual([...ids.map((id) => `${id}.ts`), 'index.ts', 'support'].sort());
  });

  it.each(rules)('$id is what its file exports', async (rule) => {
    const exported: Readonly<Record<string, unknown>> = await import(`../server/rules/${rule.id}.ts`);
    expect(Object.values(exported)).toContain(rule);
  });
});

it('no file of code is longer than a person can hold in the head', () => {
  const rooms = ['client', 'core', 'scripts', 'server', 'test', 'webview'];
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  );
  const code = files.filter((path) => /\.(ts|mjs|cjs|css|wgsl)$/.test(path));
  expect(code.length).toBeGreaterThan(1000);
  expect(code.filter((path) => read(path).split('\n').length > 501)).toEqual([]);
});
