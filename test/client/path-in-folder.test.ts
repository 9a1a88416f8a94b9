import { expect, it } from 'vitest';
import { staysInFolder } from '../../client/common/panel/path-in-folder.ts';

it.each(['group1-shard1of1.bin', 'weights/a.bin', 'a..b.bin', 'with space.bin', '%2e%2e'])('%j stays', (path) => {
  expect(staysInFolder(path)).toBe(true);
});

it.each([
  '',
  '/etc/passwd',
  '../model.bin',
  'weights/../../x',
  './x',
  'a//b',
  'a\\..\\b',
  'C:/x',
  'file:///etc/passwd',
  'https://example.org/x',
  'x\0.bin',
])('%j leaves', (path) => {
  expect(staysInFolder(path)).toBe(false);
});
