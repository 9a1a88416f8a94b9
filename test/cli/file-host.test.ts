import fs, { mkdirSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { createFileHost } from '../../server/cli/files/file-host.ts';
import { scratchFolder } from './convlens.ts';

const folder = scratchFolder();

it('looks at the disk a few times for thousands of files that are missing', () => {
  const base = pathToFileURL(folder).href;
  const calls = (['openSync', 'readdirSync', 'realpathSync', 'existsSync', 'statSync'] as const).map((name) =>
    vi.spyOn(fs, name),
  );
  syncBuiltinESMExports();
  try {
    const host = createFileHost();
    for (let index = 0; index < 5_000; index++) {
      for (const ending of ['.ts', '.tsx', '.js', '.json', '/index.ts', '/index.js']) {
        expect(host.read(`${base}/f${index}${ending}`)).toBeNull();
      }
    }
    const count = calls.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(10);
  } finally {
    for (const call of calls) call.mockRestore();
    syncBuiltinESMExports();
  }
});

it('reads files, parts of files and folders, and nothing else', () => {
  const inner = path.join(folder, 'inner');
  mkdirSync(path.join(inner, 'deeper'), { recursive: true });
  writeFileSync(path.join(inner, 'a.ts'), '\ufeffexport {};');
  const host = createFileHost();
  const base = pathToFileURL(inner).href;
  expect(host.read(`${base}/a.ts`)).toBe('export {};');
  expect(host.read(`${base}/`)).toBe('a.ts\ndeeper/');
  expect(host.read(`${base}/a.ts#bytes=0-3,5-6`)).toBe('13 efbbbf70');
  expect(host.read(`${base}/a.ts#bytes=0-99999999999`)).toBeNull();
  expect(host.read(`${base}/deeper`)).toBeNull();
  expect(host.read(`${base}/b.ts`)).toBeNull();
  expect(host.read('untitled:a.ts')).toBeNull();
});
