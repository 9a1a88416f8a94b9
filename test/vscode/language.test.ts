/** The real editor in a made-up language: what of the extension is still English has not gone through its texts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operatorNames, operators } from '../../core/operators/index.ts';
import { root } from '../../scripts/setup/run.mjs';
import { buildTranslatedExtension, madeUpLanguage } from './harness/build-suite.ts';
import { type OpenedEditor, openEditor } from './harness/open-editor.ts';
import { openFromExplorer, runCommand, statusBarText, webviewFrame } from './harness/workbench.ts';

const titles: object = getL10nPseudoLocalized(JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')));
const title = (key: string): string => String(Object.entries(titles).find(([name]) => name === key)?.[1]);

let editor: OpenedEditor;
beforeAll(async () => {
  editor = await openEditor({ file: 'mistakes.ts', extension: buildTranslatedExtension(), language: madeUpLanguage });
  await editor.page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
});
afterAll(() => editor?.close());

it('lenses', async () => {
  expect(await englishIn(editor.page.locator('.codelens-decoration'))).toEqual([]);
});

it('problems', async () => {
  const { page } = editor;
  await runCommand(page, 'Problems: Focus on Problems View');
  const own = page.locator('.markers-panel .monaco-list-row', { hasText: 'convlens' });
  await own.first().waitFor();
  expect(await englishIn(own.locator('.marker-message'))).toEqual([]);
});

it('the choice of an example', async () => {
  const { page } = editor;
  await runCommand(page, `ConvLens: ${title('command.openExample')}`, { stays: true });
  const choice = page.locator('.quick-input-widget');
  await choice.locator('.monaco-list-row', { hasText: 'lenet5.ts' }).waitFor();
  const placeholder = await choice.locator('input[type="text"]').getAttribute('placeholder');
  expect([...(await englishIn(choice.locator('.quick-input-title'))), ...english(placeholder ?? 'none')]).toEqual([]);
  await page.keyboard.press('Escape');
});

it('the panel', async () => {
  const { page } = editor;
  await openFromExplorer(page, 'lenet5.ts');
  await statusBarText(page, 'lenet5');
  await runCommand(page, `ConvLens: ${title('command.preview')}`);
  const panel = await webviewFrame(page, '[role="tree"]');
  expect(await panel.locator('html').getAttribute('lang')).toBe(madeUpLanguage);
  const tree = await panel.locator('[role="tree"]').getAttribute('aria-label');
  expect(english(tree ?? 'none')).toEqual([]);
  expect(await englishIn(panel.locator('.film h2'))).toEqual([]);
});

it('the walkthrough', async () => {
  const { page } = editor;
  await runCommand(page, 'Welcome: Open Walkthrough...', { stays: true });
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title('walkthrough.title') }).click();
  const steps = page.locator('.getting-started-step');
  await steps.first().waitFor();
  expect(await steps.count()).toBe(5);
  expect(await englishIn(steps.locator('.step-title'))).toEqual([]);
});

/** Names of code, of files and of units. */
const names = new Set([
  ...['MACs', 'ConvLens', 'LeNet', 'TensorFlow', 'TypeScript', 'JavaScript', 'JSON'],
  ...operatorNames,
  ...Object.values(operators).flatMap(({ attributes }) => Object.keys(attributes)),
  ...(readFileSync(join(root, 'examples/mistakes.ts'), 'utf8').match(/\w+/g) ?? []),
]);

async function englishIn(elements: Locator): Promise<readonly string[]> {
  const texts = await elements.allTextContents();
  expect(texts.length).toBeGreaterThan(0);
  return texts.flatMap(english);
}

/** Words of Latin letters that are no names. */
function english(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w'])[A-Za-z]{3,}\w*/g)].flatMap(([word]) =>
    names.has(word) || /[a-z][A-Z]|\d|_/.test(word) ? [] : [`${word} in ${text}`],
  );
}
