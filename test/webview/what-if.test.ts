import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, textOf } from './page-questions.ts';
import { launch, type PanelPage, usePanel } from './panel-page.ts';
import { type ThemeName, themes } from './themes.ts';

/** The mode What if in the real page. */
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

const withKnobs = (
  size: (typeof sizes)[number],
  use: (panel: PanelPage) => Promise<void>,
  { layer = 'c3', theme }: { layer?: string; theme?: ThemeName } = {},
) =>
  usePanel(
    browser,
    size,
    async (panel) => {
      await panel.show('examples/lenet5.ts');
      await panel.done();
      await panel.page.locator(`[data-key="${layer}"]`).click();
      await panel.page.getByRole('tab', { name: 'What if' }).click();
      await panel.page.locator('.charts').waitFor();
      await use(panel);
    },
    theme,
  );

const beside = sizes[1]!;
const figure = (page: Page, row: string) =>
  textOf(
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: row }) })
      .locator('th b'),
  );
const slider = (page: Page, name: string) => page.getByRole('slider', { name: new RegExp(`^${name}`) });

describe('a trial', () => {
  test('moves the figures of the layer, and the code and the film stay', async () => {
    await withKnobs(beside, async ({ page, heard }) => {
      // 5×5 over 14×14×6 with 16 filters.
      expect(await figure(page, 'Output')).toBe('10×10×16');
      expect(await figure(page, 'Parameters')).toBe('2.42 k');
      await slider(page, 'filters').focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => figure(page, 'Output')).toBe('10×10×32');
      expect(await figure(page, 'Parameters')).toBe('4.83 k');
      expect(await textOf(page.locator('.reader-text'))).toBe('filters 32 10×10×16 → 10×10×32, MACs × 2');
      expect(await textOf(page.locator('[data-key="c3"]'))).toContain('10² · 16');
      expect(heard.at(-1)).toMatchObject({ type: 'change', path: ['c3'], set: { filters: 32 }, apply: false });
      await page.getByRole('button', { name: 'Reset' }).click();
      await expect.poll(() => figure(page, 'Output')).toBe('10×10×16');
    });
  });

  test('is run and measured: its time, and the map that it makes of the same input', async () => {
    await withKnobs(beside, async ({ page }) => {
      await expect.poll(() => figure(page, 'Time'), { timeout: 20_000 }).toMatch(/^\d.* ms$/);
      await slider(page, 'padding').focus();
      await page.keyboard.press('End');
      const maps = page.locator('.trial-maps figcaption');
      await expect.poll(() => maps.allTextContents(), { timeout: 20_000 }).toHaveLength(2);
      await expect
        .poll(async () => (await maps.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim()))
        .toEqual(['In the code 10×10', 'Trial 14×14']);
      await expect.poll(() => figure(page, 'Time'), { timeout: 20_000 }).toMatch(/^\d.* ms$/);
    });
  });

  test('what is refused says why, and can’t be applied', async () => {
    await withKnobs(beside, async ({ page }) => {
      for (const knob of ['strides', 'dilationRate']) {
        await slider(page, knob).focus();
        await page.keyboard.press('ArrowRight');
      }
      await page.getByRole('alert').waitFor();
      expect(await textOf(page.getByRole('alert'))).toBe('stride and dilation both above 1 are refused');
      expect(await page.getByRole('button', { name: 'Apply to code' }).isDisabled()).toBe(true);
    });
  });

  test('the charts say their numbers to those who can’t see them', async () => {
    await withKnobs(beside, async ({ page }) => {
      const text = (name: string) => page.getByRole('img', { name }).getAttribute('aria-label');
      expect(await text('MACs over filters')).toBe(
        'MACs over filters: 4: 60.0 k, 8: 120 k, 16: 240 k, 32: 480 k, 64: 960 k',
      );
      // c5 reads what is left with a window of five.
      expect(await text('MACs over strides')).toContain('1: 240 k, 2: c5: the window is larger than its input, 3: c5:');
    });
  });

  test('a kernel that does not fit is crossed out', async () => {
    await withKnobs(
      beside,
      async ({ page }) => {
        const chart = page.getByRole('img', { name: 'Output over kernelSize' });
        expect(await chart.getAttribute('aria-label')).toContain('7×7: the window is larger than its input');
        expect(await chart.locator('.refused-mark title').first().textContent()).toBe(
          'the window is larger than its input',
        );
      },
      { layer: 'c5' },
    );
  });
});

test('the edit is shown before it is written, and written once it is asked for', async () => {
  await withKnobs(beside, async ({ page, heard, send }) => {
    const apply = page.getByRole('button', { name: 'Apply to code' });
    expect(await apply.isDisabled()).toBe(true);
    await slider(page, 'filters').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => heard.at(-1)?.type).toBe('change');
    const asked = heard.at(-1);
    if (asked?.type !== 'change') throw new Error('nothing was asked');
    const at = (character: number) => ({ line: 11, character });
    const edit = {
      uri: asked.uri,
      start: at(4),
      end: at(6),
      newText: '32',
      before: '    filters: ',
      removed: '16',
      after: ', <b>',
    };
    await send({ type: 'change', request: asked.request, edits: [edit], failure: null });
    const line = page.locator('.edit-line');
    await line.waitFor();
    expect(await textOf(line)).toBe('12 filters: 1632, <b>');
    expect([await line.locator('del').textContent(), await line.locator('ins').textContent()]).toEqual(['16', '32']);
    await apply.click();
    expect(heard.at(-1)).toMatchObject({ type: 'change', set: { filters: 32 }, apply: true });
    // An answer to an older question is dropped.
    await send({ type: 'change', request: asked.request, edits: [], failure: 'old' });
    await page.waitForTimeout(50);
    expect(await page.getByText('old', { exact: true }).count()).toBe(0);
  });
});

test('where there is room for one column, the argument is chosen', async () => {
  await withKnobs(sizes[0]!, async ({ page }) => {
    expect(await page.locator('.charts thead th:visible').count()).toBe(1);
    expect(await textOf(page.locator('.charts thead th:visible'))).toContain('strides');
  });
});

describe.each(sizes)('at %j', (size) => {
  test.each(Object.keys(themes) as ThemeName[])('in the %s theme everything fits and is named', async (theme) => {
    await withKnobs(
      size,
      async ({ page }) => {
        expect(await faultsOf(page)).toEqual({ small: [], outside: [], nameless: [] });
      },
      { theme },
    );
  });
});
