import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';
import { type OpenedEditor, openEditor } from './harness/open-editor.ts';
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
    for (const file of ['client/media/icon.png', 'dist/THIRD_PARTY_NOTICES.txt']) expect(files).toContain(file);
    expect(files).toContain('examples/resnet50.ts');
    expect(files).toContain('schemas/convlens.schema.json');
    const allowed =
      /^(dist|docs|examples|l10n|schemas)\/|^client\/media\/|^(package(\.nls(\.[\w-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
    expect(files.filter((file) => !allowed.test(file) || /\.map$|\.vsix$|^dist\/test\//.test(file))).toEqual([]);
  });

  describe('installed', () => {
    let editor: OpenedEditor;
    const vsix = join(folder, 'convlens.vsix');

    beforeAll(async () => {
      // As `npm run package` does it, but that a missing repository may be told.
      await createVSIX({ cwd: root, packagePath: vsix, dependencies: false, readmePath: 'docs/marketplace.md' });
      editor = await openEditor({ vsix });
    }, 120_000);
    afterEach(({ task }) => keepScreenshot(editor.page, `package ${task.name}`.replaceAll(/\W+/g, '-')));
    afterAll(() => editor?.close());

    it('has a details page with its text and icon', async () => {
      const { page } = editor;
      await runCommand(page, 'View: Show Extensions');
      await page.locator('.extensions-list .extension-list-item', { hasText: 'ConvLens' }).first().click();
      await page.locator('.extension-editor .name', { hasText: 'ConvLens' }).waitFor();
      const readme = await webviewFrame(page, 'h1#convlens');
      expect(await readme.locator('table').count()).toBeGreaterThanOrEqual(4);
      const icon = page.locator('.extension-editor .icon-container img');
      expect(await icon.evaluate((picture: HTMLImageElement) => picture.naturalWidth)).toBe(256);
    }, 60_000);

    it('has a walkthrough that opens an example', async () => {
      const { page } = editor;
      await runCommand(page, 'Welcome: Open Walkthrough...', { stays: true });
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Get Started with ConvLens' }).click();
      const steps = page.locator('.getting-started-step');
      await steps.first().waitFor();
      expect(await steps.count()).toBe(5);
      await page.locator('.getting-started-step', { hasText: 'Look at the feature maps' }).click();
      const picture = page.locator('.getting-started-media img');
      await picture.waitFor();
      await keepScreenshot(page, 'package-walkthrough-maps');
      await page.locator('.getting-started-step', { hasText: 'Open a network' }).click();
      await page.getByRole('button', { name: 'Open LeNet-5' }).click();
      await statusBarText(page, 'lenet5');
    }, 90_000);

    it('reads the examples and shows their maps', async () => {
      await runCommand(editor.page, 'View: Show Explorer');
      await openFromExplorer(editor.page, 'lenet5.ts');
      await statusBarText(editor.page, 'lenet5');
      await runCommand(editor.page, 'ConvLens: Preview Feature Maps');
      const panel = await webviewFrame(editor.page, '[role="tree"]');
      await panel.locator('.grid canvas').waitFor();
    }, 120_000);
  });
});
