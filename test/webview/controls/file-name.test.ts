import { expect, test } from 'vitest';
import { fileName } from '../../../webview/controls/file-name.ts';

test.each([
  ['file:///work/nets/le%20net.ts', 'le net.ts'],
  ['untitled:Untitled-1', 'Untitled-1'],
  ['untitled:/work/new.ts', 'new.ts'],
  ['vscode-notebook-cell:/work/a.ipynb#W0sZmlsZQ%3D%3D', 'a.ipynb'],
  ['file:///work/100%.ts', '100%.ts'],
  ['', ''],
])('%s is called %s', (uri, name) => {
  expect(fileName(uri)).toBe(name);
});
