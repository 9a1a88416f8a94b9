import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysesOf, uriOf } from './analyses.ts';
import { faultsOf, textOf } from './page-questions.ts';
import { launch, usePanel } from './panel-page.ts';

/** Blocks of layers in the real page: folded, opened by keys and by the code's cursor. */
const file = 'examples/mobilenet.ts';
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a block is one frame that keys open and fold, and the selection stays in sight', async () => {
  await usePanel(browser, { width: 340, height: 900 }, async ({ page, show, done }) => {
    await show(file);
    await done();
    const frame = (key: string) => page.locator(`[data-key="${key}"]`);
    const selected = () => page.locator('.frame[aria-selected="true"]').getAttribute('data-key');
    expect(await frame('conv3_depthwise').count()).toBe(0);
    await frame('block conv3').click();
    expect(await frame('block conv3').getAttribute('aria-expanded')).toBe('false');
    expect(await textOf(frame('block conv3').locator('.frame-detail'))).toMatch(/^6 layers: depthwiseConv2d/);
    await page.keyboard.press('ArrowRight');
    await frame('conv3_depthwise').waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(selected).toBe('conv3_depthwise');
    // Folding takes the selection along.
    await page.keyboard.press('ArrowLeft');
    await expect.poll(selected).toBe('block conv3');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => frame('conv3_depthwise').count()).toBe(0);
    await page.keyboard.press('2');
    await expect
      .poll(() => textOf(page.locator('.stage .nothing')))
      .toBe('A block has several layers: choose one inside it.');
  });
});

test('the code’s cursor opens the block that it is in', async () => {
  await usePanel(browser, { width: 340, height: 900 }, async ({ page, show, done, send }) => {
    await show(file);
    await done();
    const layer = analysesOf(file)[0]!.graph.layers.findIndex(({ label }) => label === 'conv7_pointwise');
    await send({ type: 'reveal', uri: uriOf(file), index: 0, layer });
    await expect
      .poll(() => page.locator('.frame[aria-selected="true"]').getAttribute('data-key'))
      .toBe('conv7_pointwise');
  });
});

test('a slash finds layers, the arrow goes to them, and Escape ends it', async () => {
  await usePanel(browser, { width: 600, height: 800 }, async ({ page, show, done }) => {
    await show(file);
    await done();
    await page.locator('.frame[aria-selected="true"]').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('depthwise 7x7 conv13');
    await expect.poll(() => page.locator('.frame').count()).toBe(3);
    expect(await textOf(page.locator('.film-search [role="status"]'))).toBe('3 found');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const selected = () => page.locator('.frame[aria-selected="true"]').getAttribute('data-key');
    await expect.poll(selected).toBe('conv13_depthwise_bn');
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.frame').count()).toBeGreaterThan(10);
    // What was found stays selected, and is in sight.
    expect(await selected()).toBe('conv13_depthwise_bn');
    expect(await faultsOf(page)).toEqual({ small: [], outside: [], nameless: [] });
  });
});

test('a residual connection is drawn beside its frames, and said', async () => {
  await usePanel(browser, { width: 1200, height: 800 }, async ({ page, show, done, send }) => {
    const resnet = 'examples/resnet18.ts';
    await show(resnet);
    await done();
    const { layers } = analysesOf(resnet)[0]!.graph;
    const add = layers.findIndex(({ operator }) => operator === 'add');
    await send({ type: 'reveal', uri: uriOf(resnet), index: 0, layer: add });
    const frame = page.locator('.frame[aria-selected="true"]');
    await expect.poll(() => frame.getAttribute('data-key')).toBe(layers[add]!.label);
    expect(await frame.getAttribute('aria-label')).toMatch(/, joined by pool1,/);
    expect(await frame.locator('.lane.end').count()).toBe(1);
    const purple = await frame
      .locator('.lane.end')
      .evaluate((lane) => getComputedStyle(lane, '::before').borderBottomWidth);
    expect(purple).toBe('1px');
  });
});
