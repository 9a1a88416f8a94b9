import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysesOf, uriOf } from './analyses.ts';
import { coloursOf, selected, textOf } from './page-questions.ts';
import { launch, type PanelPage, usePanel } from './panel-page.ts';
import { pngHeader } from './png-header.ts';

/** The built panel when something goes wrong: its worker dies, messages are malformed, files are hostile. */
const digits = 'examples/digits/model.json';
const lenet = 'examples/lenet5.ts';
const narrow = { width: 340, height: 820 };
const beside = { width: 620, height: 900 };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const withPanel = (size: typeof narrow, use: (panel: PanelPage) => Promise<void>) => usePanel(browser, size, use);

/** Makes the next runs end in an exception that the worker does not catch, as when memory is used up. */
const failRuns = (page: Page, times: number) =>
  page.evaluate((count) => {
    const script = document.getElementById('worker');
    if (!script) throw new Error('the page has no worker');
    const { postMessage } = Worker.prototype;
    let left = count;
    Worker.prototype.postMessage = function (message: { type: string }) {
      postMessage.call(this, message.type === 'run' && left-- > 0 ? { type: 'fail' } : message);
    };
    script.textContent = `self.addEventListener('message', ({ data }) => {
      if (data.type === 'fail') throw new RangeError('Array buffer allocation failed');
    }); ${script.textContent}`;
  }, times);

test('a worker that dies is replaced, and the run starts again', async () => {
  await withPanel(narrow, async ({ page, show, done }) => {
    await failRuns(page, 1);
    await show(lenet);
    await done();
    expect(await coloursOf(page)).toBeGreaterThan(50);
    expect(await page.locator('.notice.error').count()).toBe(0);
  });
});

test('one that dies again is told, with a way to run', async () => {
  await withPanel(narrow, async ({ page, show, done }) => {
    await failRuns(page, 2);
    await show(lenet);
    await page.locator('.status.error', { hasText: 'The engine stopped' }).waitFor();
    expect(await textOf(page.locator('.stage .notice.error'))).toContain('Array buffer allocation failed');
    await page.locator('.status').getByRole('button', { name: 'Run again' }).click();
    await done();
    expect(await page.locator('.notice.error').count()).toBe(0);
  });
});

test('what a file calls its layers is text, whatever it looks like', async () => {
  await withPanel(narrow, async ({ page, heard, send, done }) => {
    const name = '<img src=x onerror=alert(1)>\u202e../../x';
    const [analysis] = analysesOf(lenet);
    const layers = analysis.graph.layers.map((layer, i) => (i === 1 ? { ...layer, label: name } : layer));
    const graph = { ...analysis.graph, name, layers };
    await page.evaluate(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective }) => console.warn(violatedDirective));
    });
    const warnings: string[] = [];
    page.on('console', (message) => warnings.push(message.text()));
    await send({
      type: 'model',
      uri: uriOf(lenet),
      index: 0,
      version: 1,
      analysis: { ...analysis, graph },
      problems: [],
      canRun: true,
    });
    await done();
    expect(await textOf(page.locator('.frame[aria-selected="true"] .frame-name'))).toBe(name);
    expect(await textOf(page.locator('.model-name b'))).toBe(name);
    expect(await page.locator('#app img').count()).toBe(0);
    await page.getByRole('button', { name: 'Save the selected map' }).click();
    await page.getByRole('button', { name: 'Numbers (.npy)' }).click();
    await expect.poll(() => heard.at(-1)?.type).toBe('save');
    expect(heard.at(-1)).toHaveProperty('name', expect.not.stringMatching(/[/<>\u202e]/));
    expect(warnings).toEqual([]);
  });
});

test('a picture that would unfold into gigabytes is not decoded', async () => {
  await withPanel(beside, async ({ page, show, done }) => {
    await show(digits);
    await done();
    await page.locator('.input-button').click();
    const file = { name: 'bomb.png', mimeType: 'image/png', buffer: Buffer.from(pngHeader(60_000, 60_000)) };
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.locator('.status.error', { hasText: '60000×60000 pixels' }).waitFor();
    expect(await textOf(page.locator('.input-name'))).toBe('Handwritten 4');
  });
});

test('messages of another form are dropped with a warning, and the panel goes on', async () => {
  await withPanel(narrow, async ({ page, show, done }) => {
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('was dropped')) warnings.push(message.text());
    });
    await show(lenet);
    await done();
    await page.evaluate(() => {
      for (const bad of [null, 'model', { type: 'model' }, { type: 'models', models: [{}] }, { type: 'file' }]) {
        window.postMessage(bad, '*');
      }
    });
    await expect.poll(() => warnings.length).toBe(5);
    await page.locator('[data-key="c3"]').click();
    await expect.poll(() => selected(page)).toBe('c3');
    await show(lenet, { version: 2 });
    await done();
  });
});
