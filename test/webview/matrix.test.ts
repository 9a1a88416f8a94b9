import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, textOf } from './page-questions.ts';
import { launch, type PanelPage, usePanel } from './panel-page.ts';
import { type ThemeName, themes } from './themes.ts';

/** The mode Matrix in the real page. */
const sizes = [
  { width: 320, height: 820 },
  { width: 600, height: 900 },
  { width: 1200, height: 800 },
];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const withMatrix = (
  size: (typeof sizes)[number],
  use: (panel: PanelPage) => Promise<void>,
  { file = 'examples/lenet5.ts', layer = 'c3', theme }: { file?: string; layer?: string; theme?: ThemeName } = {},
) =>
  usePanel(
    browser,
    size,
    async (panel) => {
      await panel.show(file);
      await panel.done();
      await panel.page.locator(`[data-key="${layer}"]`).click();
      await panel.page.getByRole('tab', { name: 'Matrix' }).click();
      await panel.page.locator('.matrix-picture').waitFor();
      await use(panel);
    },
    theme,
  );

const beside = sizes[1]!;
const number = (text: string) => Number(text.replaceAll('−', '-').replaceAll(',', ''));
const reader = (page: Page) => textOf(page.locator('.reader-text'));
async function numbersOf(page: Page, name: RegExp): Promise<number[]> {
  const cells = page.getByRole('table', { name }).locator('td');
  return (await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('title') ?? ''))).map(number);
}

describe('the chosen row', () => {
  test('reads its window, and comes to the sum of the products', async () => {
    await withMatrix(beside, async ({ page }) => {
      // Four windows along each axis of a 5×5 kernel: a part of 8×8.
      expect(await textOf(page.locator('.matrix-mode .legend'))).toMatch(/^16×64, 400 of 1024 not zero \(39%\)/);
      await page.getByRole('slider', { name: /^Row of the matrix/ }).focus();
      await page.keyboard.press('Home');
      await expect.poll(() => reader(page)).toMatch(/^row 0 → y\[0, 0\] = .* sum of 25 products$/);
      for (const key of ['PageDown', 'ArrowDown']) await page.keyboard.press(key);
      await expect.poll(() => reader(page)).toMatch(/^row 5 → y\[1, 1\]/);
      const x = await numbersOf(page, /^x, 8×8/);
      const kernel = await numbersOf(page, /^Kernel/);
      const lit = await page
        .getByRole('table', { name: /^x, 8×8/ })
        .locator('td')
        .evaluateAll((all) => all.flatMap((cell, i) => (cell.classList.contains('lit') ? [i] : [])));
      expect(lit).toHaveLength(25);
      expect(lit[0]).toBe(9);
      const sum = lit.reduce((total, place, tap) => total + x[place]! * kernel[tap]!, 0);
      expect(number(/= (\S+)/.exec(await reader(page))![1]!)).toBeCloseTo(sum, 3);
    });
  });

  test('is chosen by its output as well', async () => {
    await withMatrix(beside, async ({ page }) => {
      await page
        .getByRole('table', { name: /^y = M·x/ })
        .locator('td')
        .nth(15)
        .click();
      await expect.poll(() => reader(page)).toMatch(/^row 15 → y\[3, 3\]/);
    });
  });
});

test('transposed it has a row per input, as im2col a column per tap with the same result', async () => {
  await withMatrix(beside, async ({ page }) => {
    const y = await numbersOf(page, /^y = M·x/);
    await page.getByRole('radio', { name: 'Transposed' }).click();
    await expect.poll(() => textOf(page.locator('.matrix-mode .legend'))).toMatch(/^64×16, 400 of 1024/);
    await page.getByRole('radio', { name: 'im2col' }).click();
    await expect.poll(() => textOf(page.locator('.matrix-mode .legend'))).toMatch(/^16×25/);
    expect(await numbersOf(page, /^y, 4×4/)).toEqual(y);
  });
});

test('the part of the input is chosen, as far as the window fits', async () => {
  await withMatrix(beside, async ({ page }) => {
    const part = page.locator('vscode-dropdown[aria-label="Part of the input"]');
    expect(await part.locator('vscode-option').allTextContents()).toEqual([
      'Input 5×5',
      'Input 6×6',
      'Input 8×8',
      'Input 10×10',
      'Input 12×12',
    ]);
    await part.evaluate((element: HTMLElement & { value: string }) => {
      element.value = '6';
      element.dispatchEvent(new Event('change'));
    });
    await expect.poll(() => textOf(page.locator('.matrix-mode .legend'))).toMatch(/^4×36, 100 of 144/);
  });
});

test('a transposed convolution has its own, and a pooling has none', async () => {
  await withMatrix(
    beside,
    async ({ page }) => {
      expect(await textOf(page.locator('.matrix-mode .legend'))).toContain(
        'one kernel per input, where they overlap they add up',
      );
    },
    { file: 'examples/autoencoder.convlens.json', layer: 'deconv1' },
  );
  await withMatrix(beside, async ({ page }) => {
    await page.locator('[data-key="s2"]').click();
    expect(await textOf(page.locator('.stage .nothing'))).toMatch(/^It is no matrix of one kernel/);
  });
});

describe.each(sizes)('at %j', (size) => {
  test.each(Object.keys(themes) as ThemeName[])('in the %s theme everything fits and is named', async (theme) => {
    await withMatrix(
      size,
      async ({ page }) => {
        expect(await faultsOf(page)).toEqual({ small: [], outside: [], nameless: [] });
      },
      { theme },
    );
  });
});
