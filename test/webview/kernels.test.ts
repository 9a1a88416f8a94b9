import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, textOf } from './page-questions.ts';
import { launch, type PanelPage, usePanel } from './panel-page.ts';
import { type ThemeName, themes } from './themes.ts';

/** The mode Kernels in the real page. */
const lenet = 'examples/lenet5.ts';
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

const withKernels = (
  size: (typeof sizes)[number],
  layer: string,
  use: (panel: PanelPage) => Promise<void>,
  theme?: ThemeName,
) =>
  usePanel(
    browser,
    size,
    async (panel) => {
      await panel.show(lenet);
      await panel.done();
      await panel.page.locator(`[data-key="${layer}"]`).click();
      await panel.page.getByRole('tab', { name: 'Kernels' }).click();
      await panel.page.locator('.kernel-parts').first().waitFor();
      await use(panel);
    },
    theme,
  );

const number = (text: string) => Number(text.replaceAll('−', '-').replaceAll(',', ''));

/** The exact numbers of a table: cells have them as titles. */
async function numbersOf(page: Page, name: RegExp): Promise<number[]> {
  const cells = page.getByRole('table', { name }).first().locator('td');
  return cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('title') ?? '')).then((all) => all.map(number));
}

const beside = sizes[1]!;

describe('the numbers', () => {
  test('a filter is the kernel that Window multiplies with', async () => {
    await withKernels(beside, 'c3', async ({ page }) => {
      const [filter, channel] = /filter (\d+), channel (\d+)/
        .exec(await textOf(page.locator('.reader-text')))!
        .slice(1);
      const own = await numbersOf(page, new RegExp(`Filter ${filter}, channel ${channel}`));
      expect(own).toHaveLength(25);
      await page.keyboard.press('2');
      await page.locator('.window-steps li').first().waitFor();
      expect(await textOf(page.locator('.heads'))).toContain(`filter ${filter}`);
      expect(await numbersOf(page, new RegExp(`^Kernel, channel ${channel}$`))).toEqual(own);
    });
  });

  test('singular values fall, and their squares come to that of the slice', async () => {
    await withKernels(beside, 'c3', async ({ page }) => {
      const slice = await numbersOf(page, /^Filter/);
      const values = (await page.locator('.singular li > span:last-child').allTextContents()).map(number);
      expect(values).toHaveLength(5);
      expect(values).toEqual([...values].sort((a, b) => b - a));
      const squares = (all: number[]) => all.reduce((sum, x) => sum + x * x, 0);
      expect(squares(values)).toBeCloseTo(squares(slice), 3);
    });
  });

  test('turned around, the kernel stands on its head', async () => {
    await withKernels(beside, 'c3', async ({ page }) => {
      const before = await numbersOf(page, /^Filter/);
      await page.getByRole('button', { name: /Turn the kernel around/ }).click();
      await expect.poll(() => numbersOf(page, /^Filter/)).toEqual(before.toReversed());
    });
  });

  test('a drawn kernel shows what it does, and the own one comes back', async () => {
    await withKernels(beside, 'c3', async ({ page }) => {
      const own = await textOf(page.locator('.rank-text'));
      await page.getByRole('button', { name: 'Draw from this' }).click();
      const cells = page.getByRole('group', { name: 'Drawn kernel' }).getByRole('spinbutton');
      await expect.poll(() => cells.count()).toBe(25);
      for (let tap = 0; tap < 25; tap++) {
        await cells.nth(tap).fill(tap === 12 ? '1' : '0');
        await cells.nth(tap).blur();
      }
      // The kernel that changes nothing is separable: one times one in the middle.
      await expect.poll(() => textOf(page.locator('.rank-text'))).toContain('Rank 1 keeps 100%');
      const described = (name: string) => page.getByRole('img', { name: new RegExp(name) }).getAttribute('aria-label');
      const range = (text: string | null) => /from .*/.exec(text ?? '')?.[0];
      await expect.poll(async () => range(await described('^filter'))).toBe(range(await described('^input')));
      await page.getByRole('button', { name: 'Back to its own' }).click();
      await expect.poll(() => textOf(page.locator('.rank-text'))).toBe(own);
    });
  });
});

test('by keys: the arrows choose a filter, and what is drawn follows', async () => {
  await withKernels(beside, 'c3', async ({ page }) => {
    const before = await textOf(page.locator('.reader-text'));
    await page.locator('convlens-map-grid').focus();
    await page.keyboard.press('End');
    await expect.poll(() => textOf(page.locator('.reader-text'))).not.toBe(before);
    const filter = /filter (\d+)/.exec(await textOf(page.locator('.reader-text')))![1];
    expect(await textOf(page.locator('#focused-map'))).toMatch(new RegExp(`^filter ${filter}, mean .*, 16 of 16$`));
  });
});

test('a pooling has none, and says so', async () => {
  await withKernels(beside, 'c3', async ({ page }) => {
    await page.locator('[data-key="s2"]').click();
    expect(await textOf(page.locator('.stage .nothing'))).toBe('It has no kernel.');
  });
});

describe.each(sizes)('at %j', (size) => {
  test.each(Object.keys(themes) as ThemeName[])('in the %s theme everything fits and is named', async (theme) => {
    await withKernels(
      size,
      'c3',
      async ({ page }) => {
        expect(await faultsOf(page)).toEqual({ small: [], outside: [], nameless: [] });
      },
      theme,
    );
  });
});
