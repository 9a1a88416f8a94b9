import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileGraph } from '../../core/engine/compile.ts';
import { createReferenceEngine } from '../../core/engine/reference/engine.ts';
import { programWeights } from '../../core/engine/weights.ts';
import { noiseTensor } from '../../webview/models/inputs.ts';
import { analysesOf, fileOfProgram, root, uriOf } from './analyses.ts';
import { coloursOf, faultsOf, selected, textOf } from './page-questions.ts';
import { launch, type PanelPage, usePanel } from './panel-page.ts';
import { type ThemeName, themes } from './themes.ts';

/** The built panel with its real engines in a real browser; only the extension host is played by the test. */
const digits = 'examples/digits/model.json';
const lenet = 'examples/lenet5.ts';
const narrow = { width: 340, height: 820 };
const beside = { width: 620, height: 900 };
const wide = { width: 1200, height: 800 };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const withPanel = (size: typeof narrow, use: (panel: PanelPage) => Promise<void>, theme?: ThemeName) =>
  usePanel(browser, size, use, theme);

const readerText = (page: Page) => textOf(page.locator('.reader-text'));

/** The value that the reader shows, from `map 3 [14, 22] = −0.4518`. */
async function readValue(page: Page): Promise<number> {
  const text = await readerText(page);
  return Number((/= (\S+)/.exec(text)?.[1] ?? 'nothing').replaceAll('−', '-'));
}

/** LeNet's first convolution on noise with seeded weights, or with filters learned from the noise, computed here. */
async function lenetOnNoise(kind: 'random' | 'kmeans' = 'random'): Promise<Float32Array> {
  const compiled = compileGraph(analysesOf(lenet)[0].graph);
  if (!compiled.ok) throw new Error('LeNet does not compile');
  const inputs = [noiseTensor([1, 28, 28, 1], '0..1', 1)];
  const weights = await programWeights(compiled.program, { kind, seed: 1, inputs });
  if (!weights.ok) throw new Error('LeNet has no weights');
  const session = await createReferenceEngine().load(compiled.program, weights.weights);
  await session.run(inputs);
  return (await session.read({ step: 1, output: 0 })).data;
}

async function chooseNoise({ page, done }: PanelPage): Promise<void> {
  await page.locator('.input-button').click();
  await page.getByRole('button', { name: 'Noise' }).click();
  await page.keyboard.press('Escape');
  await page.locator('.input-button', { hasText: 'Noise' }).waitFor();
  await done();
}

describe('before anything runs', () => {
  test('without a model it lists those of the file and the examples', async () => {
    await withPanel(narrow, async ({ page, heard, send }) => {
      const info = {
        index: 0,
        kind: 'sequential',
        shapes: '28×28×1 → 10',
        params: '61.7 k',
        macs: '417 k',
        layers: 8,
        call: null,
        assumed: null,
        line: 3,
      };
      const models = [
        { ...info, name: 'mine', uri: 'file:///w/mine.ts' },
        { ...info, name: 'LeNet-5', uri: 'file:///e/lenet5.ts' },
      ];
      await send({ type: 'models', file: 'file:///w/mine.ts', models });
      await expect.poll(() => page.locator('h2').allTextContents()).toEqual(['In mine.ts', 'Examples']);
      await page.getByRole('button', { name: /LeNet-5/ }).click();
      await expect.poll(() => heard.at(-1)).toEqual({ type: 'choose', uri: 'file:///e/lenet5.ts', index: 0 });
      expect(heard[0]).toEqual({ type: 'ready' });
    });
  });

  test('an untrusted workspace shows shapes and costs, says that nothing runs, and offers trust', async () => {
    await withPanel(narrow, async ({ page, heard, show }) => {
      await show(lenet, { canRun: false });
      await page.locator('.stage .notice', { hasText: 'not trusted' }).waitFor();
      expect(await textOf(page.locator('[data-key="c1"] .frame-shape'))).toBe('28×28×6');
      expect(await textOf(page.locator('.stage-figures'))).toContain('156 params');
      await page.locator('.status').getByRole('button', { name: 'Trust…' }).click();
      await expect.poll(() => heard.at(-1)?.type).toBe('trust');
      expect(await page.locator('convlens-map-grid').count()).toBe(0);
    });
  });

  test('a function whose arguments are not known: what does not run is said, and a call may be assumed', async () => {
    await withPanel(narrow, async ({ page, heard, show }) => {
      await show('examples/unet/unet.ts');
      await page.locator('.status-text', { hasText: 'are not known' }).waitFor();
      await page.locator('.status > .link', { hasText: 'Assume a call…' }).click();
      await expect.poll(() => heard.at(-1)).toEqual({ type: 'assume' });
    });
  });
});

describe('a network with weights of its own', () => {
  test('draws its maps and classifies the digit; the film is walked by keyboard and followed by the code', async () => {
    await withPanel(narrow, async ({ page, heard, show, done }) => {
      await show(digits);
      await done();
      expect(await coloursOf(page)).toBeGreaterThan(50);
      expect(await page.locator('.chip:visible').count()).toBe(0);
      expect(heard.filter(({ type }) => type === 'read')).toHaveLength(1);
      await page.locator('.frame[aria-selected="true"]').focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => selected(page)).toBe('pool1');
      await page.keyboard.press('End');
      await expect.poll(() => selected(page)).toBe('digit');
      const first = page.locator('.vector-row').first();
      await expect.poll(() => textOf(first)).toMatch(/^class 40\.99/);
      expect(heard.filter(({ type }) => type === 'locate').at(-1)).toMatchObject({ layer: 6, focus: false });
      await page.keyboard.press('Home');
      await expect.poll(() => selected(page)).toBe('image');
    });
  });

  test('a missing shard is said with one action, and random weights are marked', async () => {
    await withPanel(narrow, async ({ page, files, show, done }) => {
      files.set('group1-shard1of1.bin', null);
      await show(digits);
      await page.locator('.status.error', { hasText: 'The weights could not be read' }).waitFor();
      expect(await textOf(page.locator('.stage .notice.error'))).toContain('group1-shard1of1.bin');
      await page.locator('.status').getByRole('button', { name: 'Use random weights' }).click();
      await done();
      expect(await page.locator('.chip:visible').getAttribute('aria-label')).toBe('random weights');
      expect(await page.locator('.notice.error').count()).toBe(0);
    });
  });

  test('NaN is counted and shown in its own colour', async () => {
    await withPanel(narrow, async ({ page, files, show, done }) => {
      files.set('group1-shard1of1.bin', new Uint8Array(new Float32Array(9098).fill(Number.NaN).buffer));
      await show(digits);
      await done();
      await expect.poll(() => textOf(page.locator('.legend .error-text'))).toBe('NaN 6272');
      const magenta = await page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('convlens-map-grid canvas');
        return [...(canvas?.getContext('2d')?.getImageData(60, 60, 1, 1).data ?? [])];
      });
      expect(magenta).toEqual([255, 0, 255, 255]);
    });
  });
});

describe('reading values', () => {
  test('the keyboard reaches every value, and it is what the engine computes', async () => {
    const expected = await lenetOnNoise();
    await withPanel(narrow, async (panel) => {
      const { page, show, done } = panel;
      await show(lenet);
      await done();
      await chooseNoise(panel);
      const grid = page.getByRole('grid');
      await grid.focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      const map = page.getByRole('img', { name: /^map \d/ });
      await map.waitFor();
      const number = Number(/\d+/.exec((await map.getAttribute('aria-label')) ?? '')?.[0]);
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('CONVLENS-MAP-VIEW');
      for (const key of ['PageUp', 'Home', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
      await expect.poll(() => readerText(page)).toContain(`map ${number} [2, 1] =`);
      expect(await readerText(page)).toContain('reads rows 0–4, columns 0–3 of the image');
      const value = expected[(2 * 28 + 1) * 6 + number];
      expect(await readValue(page)).toBeCloseTo(value, 3);
      await page.keyboard.press('Escape');
      await grid.waitFor();
    });
  });

  test('filters can be learned from the picture', async () => {
    const expected = await lenetOnNoise('kmeans');
    await withPanel(narrow, async (panel) => {
      const { page, show, done } = panel;
      await show(lenet);
      await done();
      await chooseNoise(panel);
      await page.getByRole('button', { name: 'random weights' }).click();
      await page.getByText('Learned from the input').click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'learned weights' }).waitFor();
      await done();
      await page.getByRole('grid').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await page.getByRole('img', { name: /^map \d/ }).waitFor();
      await page.keyboard.press('Home');
      const text = await expect
        .poll(() => readerText(page))
        .toMatch(/^map \d+ \[\d+, \d+\] =/)
        .then(() => readerText(page));
      const [map, row, column] = [.../map (\d+) \[(\d+), (\d+)\]/.exec(text)!.slice(1)].map(Number);
      expect(await readValue(page)).toBeCloseTo(expected[(row * 28 + column) * 6 + map], 3);
    });
  });

  test('the pointer over the grid reads the map under it', async () => {
    await withPanel(beside, async ({ page, show, done }) => {
      await show(digits);
      await done();
      await page.locator('convlens-map-grid').hover({ position: { x: 40, y: 40 } });
      await expect
        .poll(() => readerText(page))
        .toMatch(/^map \d \[\d+, \d+\] = \S+\s+reads rows \d+–\d+, columns \d+–\d+ of the image$/);
      expect(await page.locator('.field-mark').count()).toBe(1);
    });
  });

  test('how all values of the layer are spread is shown beside the selected map', async () => {
    await withPanel(beside, async (panel) => {
      const { page, show, done } = panel;
      await show(lenet);
      await done();
      await chooseNoise(panel);
      const cells = page.locator('.detail .section', { hasText: 'All maps' }).locator('td');
      const sum = async () => (await cells.allTextContents()).reduce((total, count) => total + Number(count), 0);
      await expect.poll(sum).toBe(28 * 28 * 6);
    });
  });

  test('the selected map is saved as NumPy reads it', async () => {
    await withPanel(beside, async (panel) => {
      const { page, heard, show, done } = panel;
      const expected = await lenetOnNoise();
      await show(lenet);
      await done();
      await chooseNoise(panel);
      const title = await textOf(page.locator('.detail h2'));
      const map = Number(/\d+/.exec(title)?.[0]);
      await page.getByRole('button', { name: 'Save the selected map' }).click();
      await page.getByRole('button', { name: 'Numbers (.npy)' }).click();
      await expect.poll(() => heard.at(-1)?.type).toBe('save');
      const saved = heard.at(-1);
      if (saved?.type !== 'save') throw new Error('nothing was saved');
      expect(saved.name).toBe(`c1-map-${map}.npy`);
      const bytes = Uint8Array.from(Object.values(saved.bytes));
      const values = new Float32Array(bytes.slice(bytes.length - 28 * 28 * 4).buffer);
      const differences = Array.from(values, (value, i) => Math.abs(value - expected[i * 6 + map]));
      // Another engine than the reference may have run: it sums in another order.
      expect(differences).toHaveLength(28 * 28);
      expect(Math.max(...differences)).toBeLessThan(1e-5);
    });
  });
});

describe('inputs', () => {
  const firstPixel = (page: Page) =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-key="image"] convlens-picture canvas');
      return [...(canvas?.getContext('2d')?.getImageData(14, 14, 1, 1).data ?? [])];
    });

  test('an image file, a drawing and noise each replace the picture and run', async () => {
    await withPanel(beside, async (panel) => {
      const { page, show, done } = panel;
      await show(digits);
      await done();
      await page.locator('.input-button').click();
      await page.locator('input[type="file"]').setInputFiles(resolve(root, 'webview/samples/boats.jpg'));
      await page.locator('.input-button', { hasText: 'boats.jpg' }).waitFor();
      const pad = await page.locator('.pad').boundingBox();
      if (!pad) throw new Error('there is nothing to draw on');
      await page.mouse.move(pad.x + 20, pad.y + 70);
      await page.mouse.down();
      await page.mouse.move(pad.x + 120, pad.y + 70, { steps: 5 });
      await page.mouse.up();
      await page.locator('.input-button', { hasText: 'Drawing' }).waitFor();
      // A stroke through the middle: white there.
      await expect.poll(() => firstPixel(page)).toEqual([255, 255, 255, 255]);
      await page.keyboard.press('Escape');
      await chooseNoise(panel);
      expect(await firstPixel(page)).not.toEqual([255, 255, 255, 255]);
    });
  });

  test('a file that is no image is said, and the input stays', async () => {
    await withPanel(beside, async ({ page, show, done }) => {
      await show(digits);
      await done();
      await page.locator('.input-button').click();
      await page.locator('input[type="file"]').setInputFiles(resolve(root, 'package.json'));
      await page.locator('.status.error', { hasText: 'is not an image' }).waitFor();
      expect(await textOf(page.locator('.input-name'))).toBe('Handwritten 4');
    });
  });
});

describe('code and panel', () => {
  const layerIndex = (label: string) => analysesOf(lenet)[0].graph.layers.findIndex((layer) => layer.label === label);

  test('the cursor selects a layer while following is on', async () => {
    await withPanel(wide, async ({ page, send, show, done }) => {
      await show(lenet);
      await done();
      await send({ type: 'reveal', uri: uriOf(lenet), index: 0, layer: layerIndex('s4') });
      await expect.poll(() => selected(page)).toBe('s4');
      await page.getByRole('button', { name: 'Follow the cursor in the code' }).click();
      await send({ type: 'reveal', uri: uriOf(lenet), index: 0, layer: layerIndex('c1') });
      await page.waitForTimeout(200);
      expect(await selected(page)).toBe('s4');
    });
  });

  test('an edit keeps the selected layer and map and runs again', async () => {
    await withPanel(wide, async ({ page, show, done, send }) => {
      await show(lenet);
      await done();
      await page.locator('[data-key="c3"]').click();
      await page.getByRole('grid').focus();
      const first = await textOf(page.locator('.detail h2'));
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => textOf(page.locator('.detail h2'))).not.toBe(first);
      const title = await textOf(page.locator('.detail h2'));
      await show(lenet, { version: 2 });
      await page.locator('.frame-shape .stale').first().waitFor();
      expect(await coloursOf(page)).toBeGreaterThan(50);
      await expect.poll(() => page.locator('.frame-shape .stale').count(), { timeout: 20_000 }).toBe(0);
      expect(await selected(page)).toBe('c3');
      expect(await textOf(page.locator('.detail h2'))).toBe(title);
      await send({ type: 'failed', message: 'The file could not be read.' });
      await page.locator('.status.error', { hasText: 'The file could not be read.' }).waitFor();
    });
  });

  test('while the code is broken the last maps stay, the problem is said, and nothing moves', async () => {
    await withPanel(narrow, async ({ page, show, done, send }) => {
      await show(lenet);
      await done();
      const places = () =>
        page.evaluate(() =>
          ['.film', '.stage', 'convlens-map-grid', '[data-key="s4"]'].map((selector) => {
            const { x, y, width, height } = document.querySelector(selector)!.getBoundingClientRect();
            return [x, y, width, height];
          }),
        );
      const before = await places();
      const colours = await coloursOf(page);
      const program = readFileSync(resolve(root, lenet), 'utf8').replace('filters: 6', 'filters: ');
      const { models, problems } = fileOfProgram(program);
      await send({
        type: 'model',
        uri: uriOf(lenet),
        index: 0,
        version: 2,
        analysis: models[0],
        problems,
        canRun: true,
      });
      await page.locator('.status.error').waitFor();
      await page.locator('.panel[data-run="failed"]').waitFor();
      expect(await textOf(page.locator('.status-text'))).toContain('filters');
      expect(await places()).toEqual(before);
      expect(await coloursOf(page)).toBe(colours);
      await page.locator('[data-key="s2"]').click();
      await expect.poll(() => coloursOf(page)).toBeGreaterThan(50);
    });
  });

  test('a long run shows its progress and can be stopped', async () => {
    await withPanel(narrow, async ({ page, show }) => {
      await show('examples/vgg16.ts');
      const film = () => page.locator('.film').boundingBox();
      const before = await film();
      await page.locator('.status.busy').waitFor({ timeout: 20_000 });
      expect(await page.locator('.status [role="progressbar"]').isVisible()).toBe(true);
      expect(await film()).toEqual(before);
      await page.locator('.status').getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.status-text', { hasText: 'The run was stopped' }).waitFor();
      expect(await film()).toEqual(before);
    });
  });
});

describe('without a mouse', () => {
  test.each([narrow, beside, wide])('F6 goes round header, layers, layer and reader at %j', async (size) => {
    await withPanel(size, async ({ page, show, done }) => {
      await show(lenet);
      await done();
      const region = () =>
        page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('aria-label') ?? null);
      const visited: (string | null)[] = [];
      for (let i = 0; i < 5; i++) {
        await page.keyboard.press('F6');
        visited.push(await region());
      }
      const [header, layers, layer, reader] = ['Model, input and engine', 'Layers', 'Layer', 'Reader'];
      expect(visited).toEqual([header, layers, layer, reader, header]);
      await page.keyboard.press('Shift+F6');
      expect(await region()).toBe(reader);
    });
  });

  test('fields say what they hold', async () => {
    await withPanel(beside, async ({ page, show, done }) => {
      await show(lenet);
      await done();
      await page.locator('.engine-badge').click();
      await page.getByRole('spinbutton', { name: 'Seed' }).fill('7');
      await page.keyboard.press('Enter');
      await done();
      expect(await page.getByRole('spinbutton', { name: 'Seed' }).inputValue()).toBe('7');
    });
  });

  test('a softmax shows its likeliest classes, the first with a full bar', async () => {
    await withPanel(beside, async ({ page, show, done }) => {
      await show(lenet);
      await done();
      await page.locator('[data-key="output"]').click();
      const first = page.locator('.vector-row').first();
      await expect.poll(() => textOf(first)).toMatch(/^class \d0\.\d+$/);
      expect(await first.locator('.vector-track span').evaluate((bar) => bar.style.width)).toBe('100%');
    });
  });
});

test('WebGPU shows the same values as the CPU engine', async () => {
  await withPanel(wide, async ({ page, show, done }) => {
    await show(digits);
    await done();
    const read = async () => {
      await page.locator('convlens-map-view').focus();
      for (const key of ['PageUp', 'Home', 'Shift+ArrowDown', 'Shift+ArrowRight']) await page.keyboard.press(key);
      await expect.poll(() => readerText(page)).toContain('[10, 10] =');
      return readValue(page);
    };
    const onCpu = await read();
    await page.locator('.engine-badge').click();
    await page.locator('#engine-popover vscode-dropdown').click();
    await page.locator('#engine-popover vscode-option[value="webgpu"]').click();
    await page.keyboard.press('Escape');
    await page.locator('.engine-badge', { hasText: /WebGPU · [\d.]+ m?s/ }).waitFor({ timeout: 60_000 });
    expect(await read()).toBeCloseTo(onCpu, 3);
  });
});

describe.each([
  ['side bar', { width: 300, height: 700 }],
  ['narrow', narrow],
  ['narrow strip', { width: 500, height: 700 }],
  ['beside the editor', beside],
  ['wide', wide],
] as const)('%s', (_, size) => {
  test.each(Object.keys(themes) as ThemeName[])(
    'in the %s theme everything fits, is named and can be read',
    async (theme) => {
      await withPanel(
        size,
        async ({ page, show, done }) => {
          await show(digits);
          await done();
          expect(await faultsOf(page)).toEqual({ small: [], outside: [], nameless: [] });
          expect(await coloursOf(page)).toBeGreaterThan(50);
        },
        theme,
      );
    },
  );
});
