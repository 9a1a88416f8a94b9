import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, textOf } from './page-questions.ts';
import { launch, type PanelPage, usePanel } from './panel-page.ts';
import { type ThemeName, themes } from './themes.ts';

/** The mode Window in the real page: what it shows adds up, and everything is reached without a mouse. */
const lenet = 'examples/lenet5.ts';
const narrow = { width: 320, height: 820 };
const beside = { width: 600, height: 900 };
const wide = { width: 1200, height: 800 };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** LeNet with a layer selected and its window shown. */
const withWindow = (
  size: typeof narrow,
  layer: string,
  use: (panel: PanelPage) => Promise<void>,
  { file = lenet, theme }: { file?: string; theme?: ThemeName } = {},
) =>
  usePanel(
    browser,
    size,
    async (panel) => {
      await panel.show(file);
      await panel.done();
      const frame = panel.page.locator(`[data-key="${layer}"]`);
      // The first layer is selected, and the block around it open.
      await frame.click();
      await panel.page.getByRole('tab', { name: 'Window' }).click();
      await panel.page.locator('.window-steps li').first().waitFor();
      await use(panel);
    },
    theme,
  );

const number = (text: string) => Number(text.replaceAll('−', '-').replaceAll(',', ''));
const readerText = (page: Page) => textOf(page.locator('.reader-text'));
const stepValues = async (page: Page) => (await page.locator('.window-steps .result').allTextContents()).map(number);

/** The exact numbers of a table: cells have them as titles. */
async function numbersOf(page: Page, name: string): Promise<number[]> {
  const cells = page.getByRole('table', { name, exact: true }).locator('td');
  return cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('title') ?? '')).then((all) => all.map(number));
}

describe('the numbers', () => {
  test('window times kernel are the products, their sums are the sum, and bias and activation give the map’s value', async () => {
    await withWindow(beside, 'c3', async ({ page }) => {
      let sum = 0;
      for (let channel = 0; channel < 6; channel++) {
        const values = await numbersOf(page, `Window, channel ${channel}`);
        const kernel = await numbersOf(page, `Kernel, channel ${channel}`);
        const products = await numbersOf(page, `Products, channel ${channel}`);
        expect(values).toHaveLength(25);
        for (const [tap, product] of products.entries()) expect(product).toBeCloseTo(values[tap]! * kernel[tap]!, 3);
        sum += products.reduce((a, b) => a + b, 0);
      }
      const [total, biased, activated] = await stepValues(page);
      expect(total).toBeCloseTo(sum, 2);
      expect(activated).toBeCloseTo(Math.max(0, biased!), 3);
      expect(number(/= (\S+)/.exec(await readerText(page))![1]!)).toBeCloseTo(activated!, 3);
    });
  });

  test('a pooling shows its window without a kernel, and the mean of it', async () => {
    await withWindow(beside, 's2', async ({ page }) => {
      const values = (
        await page.locator('.taps td').evaluateAll((all) => all.map((cell) => cell.getAttribute('title') ?? ''))
      ).map(number);
      expect(values).toHaveLength(4);
      expect((await stepValues(page))[0]).toBeCloseTo(values.reduce((a, b) => a + b, 0) / 4, 3);
    });
  });

  test('a transposed convolution shows who contributes', async () => {
    await withWindow(
      beside,
      'deconv1',
      async ({ page }) => {
        expect(await page.locator('.plane:not(.heads)').count()).toBe(12);
        expect(await textOf(page.locator('.others').first())).toMatch(/^4 more channels/);
        expect(await textOf(page.locator('.others').last())).toBe('9 of 9 taps land here, as inside the whole map');
        expect(await readerText(page)).toContain('from rows 13–15, columns 13–15 of its input');
      },
      { file: 'examples/autoencoder.convlens.json' },
    );
  });

  test('a layer with memory shows its gates, and how they change it', async () => {
    await withWindow(
      beside,
      'lstm_LSTM1',
      async ({ page }) => {
        const rows = page.locator('.gates tbody tr');
        const texts = async (cell: string) => (await rows.locator(cell).allTextContents()).map((text) => text.trim());
        expect((await texts('th')).map((text) => text.split(/\s/)[0])).toEqual([
          'input',
          'forget',
          'candidate',
          'output',
        ]);
        const [input, forget, candidate, output] = (await texts('td.strong')).map(number);
        const [memory, state] = await stepValues(page);
        const [how] = await page.locator('.window-steps .caption.code').allTextContents();
        const before = number(/· \(?([−\d.]+)/.exec(how!)![1]!);
        expect(memory).toBeCloseTo(forget! * before + input! * candidate!, 4);
        expect(state).toBeCloseTo(output! * Math.tanh(memory!), 4);
        expect(number(/= (\S+)/.exec(await readerText(page))![1]!)).toBeCloseTo(state!, 5);
        await page.locator('convlens-map-view').focus();
        await page.keyboard.press('Home');
        for (let at = 0; at < 6; at++) await page.keyboard.press('ArrowUp');
        await expect.poll(() => readerText(page)).toContain('step 1 of 6');
      },
      { file: 'test/fixtures/typescript-programs/recurrent.ts' },
    );
  });

  test('normalisation and activation behind the layer go on with its value', async () => {
    await withWindow(
      wide,
      'conv0',
      async ({ page }) => {
        const titles = await page.locator('.window-steps li .caption:first-child').allTextContents();
        expect(titles).toEqual(['Sum', '+ bias', 'Batch norm', 'relu6']);
        const [, biased, normal, last] = await stepValues(page);
        const [scale, shift] = [
          .../(\S+)·z ([+−] \S+)/.exec(await textOf(page.locator('.window-steps li').nth(2)))!.slice(1),
        ].map((part) => number(part.replace(' ', '')));
        expect(normal).toBeCloseTo(biased! * scale! + shift!, 2);
        expect(last).toBeCloseTo(Math.min(6, Math.max(0, normal!)), 3);
      },
      { file: 'examples/mobilenet.ts' },
    );
  });
});

describe('moving it', () => {
  test('by keys: a number opens the mode, arrows move, space plays and stops', async () => {
    await usePanel(browser, beside, async ({ page, show, done }) => {
      await show(lenet);
      await done();
      await page.locator('.frame[aria-selected="true"]').focus();
      await page.keyboard.press('2');
      await page.locator('.window-steps li').first().waitFor();
      await page.locator('convlens-map-view').focus();
      for (const key of ['PageUp', 'Home', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      await expect.poll(() => readerText(page)).toMatch(/\[1, 2\] = /);
      expect(await readerText(page)).toContain('from rows 0–3, columns 0–4');
      await expect.poll(() => textOf(page.locator('convlens-announcer'))).toMatch(/row 1, column 2: Sum \S+, \+ bias/);
      await page.keyboard.press('Space');
      await expect.poll(() => readerText(page)).toMatch(/\[1, [5-9]\] = /);
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Play' }).waitFor();
      const rest = await readerText(page);
      await page.waitForTimeout(400);
      expect(await readerText(page)).toBe(rest);
      await page.keyboard.press('1');
      await page.locator('convlens-map-grid').waitFor();
    });
  });

  test('by dragging it over the input, and by the slider', async () => {
    await withWindow(beside, 'c1', async ({ page }) => {
      const box = (await page.locator('.window-source').first().boundingBox())!;
      await page.mouse.move(box.x + box.width * (10.5 / 28), box.y + box.height * (20.5 / 28));
      await page.mouse.down();
      await expect.poll(() => readerText(page)).toContain('[20, 10] = ');
      await page.mouse.move(box.x + box.width * (12.5 / 28), box.y + box.height * (20.5 / 28));
      await expect.poll(() => readerText(page)).toContain('[20, 12] = ');
      await page.mouse.up();
      await page.getByRole('slider', { name: 'Place of the window' }).focus();
      await page.keyboard.press('Home');
      await expect.poll(() => readerText(page)).toContain('[0, 0] = ');
    });
  });

  test('a layer without a window says why, and the mode stays for the next one', async () => {
    await withWindow(beside, 'c1', async ({ page }) => {
      await page.locator('[data-key="flatten_Flatten1"]').click();
      const tab = page.getByRole('tab', { name: 'Window' });
      await expect.poll(() => tab.getAttribute('aria-disabled')).toBe('true');
      expect(await textOf(page.locator('.stage .nothing'))).toBe(
        'Its values are no sum, mean or maximum over one window.',
      );
      await page.locator('[data-key="f6"]').click();
      await page.locator('.window-steps li').first().waitFor();
    });
  });
});

describe.each([narrow, beside, wide])('at %j', (size) => {
  test.each(Object.keys(themes) as ThemeName[])(
    'in the %s theme everything fits, is named and can be read',
    async (theme) => {
      await withWindow(
        size,
        'c3',
        async ({ page }) => {
          expect(await faultsOf(page)).toEqual({ small: [], outside: [], nameless: [] });
        },
        { theme },
      );
    },
  );
});
