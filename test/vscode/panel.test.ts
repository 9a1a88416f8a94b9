import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';
import { type OpenedEditor, openEditor, openWebEditor } from './harness/open-editor.ts';
import { keepScreenshot } from './harness/screenshots.ts';
import { goTo, openFromExplorer, runCommand, statusBarText, webviewFrame } from './harness/workbench.ts';

const source = readFileSync(join(root, 'examples/lenet5.ts'), 'utf8');

const hosts: [string, () => Promise<OpenedEditor>][] = [
  ['node', () => openEditor()],
  ['web', () => openWebEditor()],
];

/** What a person sees and does, in both hosts: the tests follow each other in one editor. */
describe.each(hosts)('the panel in the %s extension host', (host, open) => {
  let editor: OpenedEditor;
  let panel: Frame;
  let pictures = 0;

  beforeAll(async () => {
    editor = await open();
    try {
      await openFromExplorer(editor.page, 'lenet5.ts');
      await goTo(editor.page, ...placeOf("name: 'c3'"));
      await statusBarText(editor.page, 'c3 → 10×10×16');
      await runCommand(editor.page, 'ConvLens: Preview Feature Maps');
      panel = await webviewFrame(editor.page, '[role="tree"]');
    } catch (error) {
      await keep('failed');
      throw error;
    }
  }, 150_000);

  afterEach(({ task }) => keep(task.result?.state === 'fail' ? 'failed' : ''));

  async function keep(outcome: string): Promise<void> {
    const number = pictures++;
    await keepScreenshot(editor.page, ['panel', host, number, outcome].filter((part) => part !== '').join('-'));
    if (outcome !== '') console.error(editor.log().slice(-6000));
  }

  afterAll(() => editor?.close());

  it('shows the layer at the cursor with feature maps that are not uniform', async () => {
    await panel.locator(frameOf('c3', '[aria-selected="true"]')).waitFor({ timeout: 30_000 });
    expect(await coloursOfMaps(panel)).toBeGreaterThan(16);
  });

  it('follows the cursor to another layer', async () => {
    await goTo(editor.page, ...placeOf("name: 'c1'"));
    await panel.locator(frameOf('c1', '[aria-selected="true"]')).waitFor({ timeout: 15_000 });
    expect(await coloursOfMaps(panel)).toBeGreaterThan(16);
  });

  it('follows an edit of the code', async () => {
    await goTo(editor.page, ...placeOf('filters: 6', 'filters: '.length));
    await editor.page.keyboard.press('Delete');
    await editor.page.keyboard.type('8');
    await panel.locator(frameOf('c1'), { hasText: '28×28×8' }).waitFor({ timeout: 15_000 });
    await editor.page.keyboard.press('Escape');
    expect(await coloursOfMaps(panel)).toBeGreaterThan(16);
    await editor.page.keyboard.press('ControlOrMeta+z');
    await editor.page.keyboard.press('ControlOrMeta+z');
    await panel.locator(frameOf('c1'), { hasText: '28×28×6' }).waitFor({ timeout: 15_000 });
  });

  it('leads the code to a layer that is clicked', async () => {
    await panel.locator(frameOf('f6')).click();
    const [line] = placeOf("name: 'f6'");
    await statusBarText(editor.page, `Ln ${line},`);
    expect(await panel.locator(frameOf('f6')).getAttribute('aria-selected')).toBe('true');
  });

  it('reads the weights beside a model.json', async () => {
    await runCommand(editor.page, 'View: Show Explorer');
    await openFromExplorer(editor.page, 'digits/model.json');
    await runCommand(editor.page, 'ConvLens: Preview Feature Maps');
    panel = await webviewFrame(editor.page, '[role="tree"]');
    await panel.locator('[role="treeitem"]', { hasText: 'softmax' }).waitFor({ timeout: 30_000 });
    expect(await coloursOfMaps(panel)).toBeGreaterThan(16);
    expect(await panel.locator('[role="alert"]').count()).toBe(0);
    expect(await panel.locator('body').innerText()).not.toContain('random weights');
  });

  it('opens beside the code and runs there as well', async () => {
    await editor.page.locator('.tab[data-resource-name="lenet5.ts"]').click();
    await goTo(editor.page, ...placeOf("name: 'c3'"));
    await statusBarText(editor.page, 'c3 → 10×10×16');
    await runCommand(editor.page, 'ConvLens: Preview Feature Maps Beside');
    const beside = await webviewFrame(editor.page, '[role="tree"]', { besides: panel });
    await beside.locator(frameOf('c3')).click();
    expect(await coloursOfMaps(beside)).toBeGreaterThan(16);
  });
});

/** The row of a layer in the list. */
function frameOf(layer: string, more = ''): string {
  return `[role="treeitem"][data-key="${layer}"]${more}`;
}

/** One-based line and column of a text in the example. */
function placeOf(text: string, offset = 0): [number, number] {
  const index = source.indexOf(text) + offset;
  const before = source.slice(0, index).split('\n');
  return [before.length, (before.at(-1)?.length ?? 0) + 1];
}

/** How many different colours the grid of maps has, once there is more than the background. */
async function coloursOfMaps(panel: Frame): Promise<number> {
  const count = () =>
    panel.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.grid canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context || canvas.width === 0 || canvas.height === 0) return 0;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(16);
  return count();
}
