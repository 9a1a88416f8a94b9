import { expect, test } from 'vitest';
import { fileName } from '../../../webview/controls/file-name.ts';

test.each([
  ['file:///project/nets/le%20net.ts', 'le net.ts'],
  ['untitled:Untitled-1', 'Untitled-1'],
  ['untitled:/project/new.ts', 'new.ts'],
  ['vscode-notebook-cell:/project/a.ipynb#W0sZmlsZQ%3D%3D', 'a.ipynb'],
  ['file:///project/100%.ts', '100%.ts'],
  ['', ''],
])('%s is called %s', (uri, name) => {
  expect(fileName(uri)).toBe(name);
});
