import { expect, it, vi } from 'vitest';
import { readTextFile } from '../../client/common/read-file.ts';

const { files } = vi.hoisted(() => ({ files: new Map<string, { type: number; bytes: Uint8Array }>() }));

vi.mock('vscode', () => ({
  FileType: { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 },
  Uri: { parse: (text: string) => ({ path: new URL(text).pathname }) },
  workspace: {
    fs: {
      stat: async ({ path }: { path: string }) => ({
        type: files.get(path)!.type,
        size: files.get(path)!.bytes.length,
      }),
      readFile: async ({ path }: { path: string }) => files.get(path)!.bytes,
    },
  },
}));

const read = (type: number, bytes: Uint8Array) => {
  files.set('/a.ts', { type, bytes });
  return readTextFile('file:///a.ts', 100);
};

it('reads regular files and links to them, and nothing that has no end', async () => {
  const bytes = Buffer.from('export {};');
  expect(await read(1, bytes)).toEqual({ text: 'export {};' });
  expect(await read(1 | 64, bytes)).toEqual({ text: 'export {};' });
  for (const type of [0, 64, 2, 2 | 64]) expect(await read(type, bytes)).toBeNull();
  expect(await read(1, new Uint8Array(101))).toBeNull();
});

it('reads what the byte-order mark says, without it', async () => {
  const marked = Buffer.from('\ufeffgrößer', 'utf16le');
  expect(await read(1, Buffer.from('\ufeffgrößer'))).toEqual({ text: 'größer' });
  expect(await read(1, marked)).toEqual({ text: 'größer' });
  expect(await read(1, Buffer.from(marked).swap16())).toEqual({ text: 'größer' });
});
