import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedFiles } from '../scripts/generated-files.ts';

const root = join(import.meta.dirname, '..');

const files = await generatedFiles();

it.each(files)('%s is up to date', (path, text) => {
  const isCurrent = readFileSync(join(root, path), 'utf8') === text;
  expect(isCurrent, 'run npm run docs').toBe(true);
});

it.each(['core/define/layers', 'docs/rules'])('nothing else lies in %s', (folder) => {
  const paths = readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
  const generated = files.map(([path]) => path);
  expect(paths.sort()).toEqual(generated.filter((path) => path.startsWith(`${folder}/`)).sort());
});
