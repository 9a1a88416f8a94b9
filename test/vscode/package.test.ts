import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';
import { openEditor } from './harness/open-editor.ts';
import { keepScreenshot } from './harness/screenshots.ts';
import { openFromExplorer, runCommand, statusBarText, webviewFrame } from './harness/workbench.ts';

describe('the packaged extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'convlens-package-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds what runs and nothing that made it', async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    for (const file of [
      'client/node.js',
      'client/browser.js',
      'server/node.js',
      'server/worker.js',
      'server/browser.js',
      'server/worker-browser.js',
    ]) {
      expect(files).toContain(`dist/${file}`);
    }
    for (const file of ['main.js', 'main.css', 'worker.js']) expect(files).toContain(`dist/webview/${file}`);
    expect(files).toContain('examples/resnet50.ts');
    expect(files).toContain('schemas/convlens.schema.json');
    const allowed = /^(dist|docs|examples|l10n|schemas)\/|^client\/media\/|^(package\.json|CHANGELOG\.md|LICENSE)$/;
    expect(files.filter((file) => !allowed.test(file) || /\.map$|\.vsix$|^dist\/test\//.test(file))).toEqual([]);
  });

  it('installs, reads the examples and shows their maps', async () => {
    const vsix = join(folder, 'convlens.vsix');
    // As `npm run package` does it, but that a missing repository may be told.
    await createVSIX({ cwd: root, packagePath: vsix, dependencies: false, readmePath: 'docs/marketplace.md' });
    const editor = await openEditor({ vsix });
    try {
      await openFromExplorer(editor.page, 'lenet5.ts');
      await statusBarText(editor.page, 'lenet5');
      await runCommand(editor.page, 'ConvLens: Preview Feature Maps');
      const panel = await webviewFrame(editor.page, '[role="tree"]');
      await panel.locator('.grid canvas').waitFor();
    } finally {
      await keepScreenshot(editor.page, 'package');
      await editor.close();
    }
  }, 120_000);
});
