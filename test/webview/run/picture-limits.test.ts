import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pictureProblem } from '../../../webview/run/picture-limits.ts';
import { root } from '../analyses.ts';
import { pngHeader } from '../png-header.ts';

test.each(['boats.jpg', 'digit.png', 'flower.jpg'])('%s is opened', (name) => {
  expect(pictureProblem(name, readFileSync(resolve(root, 'webview/samples', name)))).toBeNull();
});

test.each([
  [1, 1],
  [8000, 8000],
  [16_384, 10],
])('%i×%i is opened', (width, height) => {
  expect(pictureProblem('a.png', pngHeader(width, height))).toBeNull();
});

test.each([
  [0, 0],
  [0, 10],
  [60_000, 60_000],
  [16_385, 1],
  [8001, 8000],
  [0xffffffff, 0xffffffff],
])('%i×%i is refused', (width, height) => {
  expect(pictureProblem('a.png', pngHeader(width, height))).toContain(`${width}×${height}`);
});

test.each([[''], ['text'], ['\x89PNG'], ['GIF89a'], ['\xff\xd8\xff'], ['BM'], ['RIFF\0\0\0\0WEBP']])(
  'what only begins like a picture is none: %j',
  (text) => {
    expect(pictureProblem('a', Buffer.from(text, 'latin1'))).not.toBeNull();
  },
);
