/** The panel in a made-up language: what is still English has not gone through the bundle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorNames } from '../../core/operators/index.ts';
import { analysesOf, root } from './analyses.ts';
import { launch, type PanelPage, usePanel } from './panel-page.ts';

const texts = getL10nPseudoLocalized(JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8')));
const lenet = 'examples/lenet5.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const withPanel = (use: (panel: PanelPage) => Promise<void>) =>
  usePanel(browser, { width: 1200, height: 800 }, use, 'dark', texts);

test('nothing to show', async () => {
  await withPanel(async ({ page, send }) => {
    await send({ type: 'models', file: null, models: [] });
    await page.locator('.lead').waitFor();
    expect(await leftInEnglish(page)).toEqual([]);
  });
});

test('a network that has run, with all that opens', async () => {
  await withPanel(async ({ page, show, done }) => {
    await show(lenet);
    await done();
    expect(await leftInEnglish(page)).toEqual([]);
    for (const button of await page.locator('[popovertarget]:visible').all()) {
      await button.click();
      expect(await leftInEnglish(page), (await button.getAttribute('popovertarget')) ?? '').toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
});

test('a network that may not run', async () => {
  await withPanel(async ({ page, show }) => {
    await show(lenet, { canRun: false });
    await page.locator('.status-text, .notice').first().waitFor();
    expect(await leftInEnglish(page)).toEqual([]);
  });
});

/** Names of the model, of its operators, of engines and of units. */
const names = new Set([
  ...['Viridis', 'Cividis', 'Magma', 'JavaScript', 'WebAssembly', 'WebGPU', 'CPU', 'GPU', 'SwiftShader', 'NaN'],
  ...['WASM', 'relaxed', 'SIMD', 'relu', 'softmax', 'ms'],
  ...['MACs', 'KiB', 'MiB', 'float32', 'lenet5', 'ts'],
  ...operatorNames,
  ...analysesOf(lenet).flatMap(({ graph }) => graph.layers.flatMap(({ label, className }) => [label, className])),
]);

/** Words of Latin letters that are shown, read out or told by a tooltip. */
async function leftInEnglish(page: Page): Promise<readonly string[]> {
  const shown: readonly string[] = await page.evaluate(() => {
    const elements = [...document.querySelectorAll('#app *')];
    const said = elements.flatMap((element) =>
      ['aria-label', 'title', 'aria-valuetext', 'placeholder'].flatMap((name) => element.getAttribute(name) ?? []),
    );
    const written = elements.flatMap((element) =>
      element.matches('style, script')
        ? []
        : [...element.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : [])),
    );
    return [...said, ...written];
  });
  return [...new Set(shown)].flatMap((text) =>
    [...text.matchAll(/(?<![\w.])[A-Za-z]{2,}\w*/g)].flatMap(([word]) =>
      names.has(word) ? [] : [`${word} in ${text}`],
    ),
  );
}
