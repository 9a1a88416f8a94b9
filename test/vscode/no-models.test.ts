import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type OpenedEditor, openEditor } from './harness/open-editor.ts';
import { processesBelow } from './harness/processes.ts';
import { keepScreenshot } from './harness/screenshots.ts';
import { openFromExplorer } from './harness/workbench.ts';

const folder = mkdtempSync(join(tmpdir(), 'convlens-no-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two thousand programs as people write them, none with a network. */
function writeProject(): void {
  writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "dependencies": {} }\n');
  for (let index = 0; index < 2_000; index++) {
    const directory = join(folder, 'src', `part${index % 40}`);
    mkdirSync(directory, { recursive: true });
    const other = `import { total as before } from './item${Math.max(0, index - 40)}';\n`;
    const body = Array.from({ length: 30 }, (_, line) => `  sum += values[${line}] ?? before([${line}]);\n`).join('');
    writeFileSync(
      join(directory, `item${index}.ts`),
      `${other}export function total(values: number[]): number {\n  let sum = 0;\n${body}  return sum;\n}\n`,
    );
  }
}

const model = `import * as tf from '@tensorflow/tfjs';

export const net = tf.sequential();
net.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 }));
`;

const server = (pid: number | null) => processesBelow(pid ?? 0).filter(({ command }) => isServer(command));
const isServer = (command: string) => command.includes('dist/server/node.js');

/**
 * The extension host's processor time 15 s after it began to serve the open file, which is JSON: when the server of that
 * language runs, extensions have been activated for it. The host looks for ports all the time and never comes to rest.
 */
async function spent({ pid, page }: OpenedEditor): Promise<number> {
  const processes = () => processesBelow(pid ?? 0);
  const isActive = () => processes().some(({ command }) => command.includes('jsonServerMain'));
  await expect.poll(isActive, { timeout: 60_000 }).toBe(true);
  await page.waitForTimeout(15_000);
  return processes().find(({ command }) => command.includes('--type=extensionHost'))?.seconds ?? Number.NaN;
}

async function opened(extension: string | null | undefined): Promise<OpenedEditor> {
  return openEditor({ folder, file: 'package.json', ...(extension === undefined ? {} : { extension }) });
}

it('a project without networks starts no server and costs next to nothing; a network opened there has hints', async () => {
  writeProject();
  const plain = await opened(null);
  const without = await spent(plain).finally(() => plain.close());
  const editor = await opened(undefined);
  try {
    const withIt = await spent(editor);
    console.log(`extension host: ${without} s without ConvLens, ${withIt} s with it`);
    expect(server(editor.pid)).toEqual([]);
    expect(await editor.page.locator('.activitybar a[aria-label^="ConvLens"]').count()).toBe(0);
    expect(withIt - without).toBeLessThan(0.5);

    writeFileSync(join(folder, 'net.ts'), model);
    await openFromExplorer(editor.page, 'net.ts');
    const start = Date.now();
    await editor.page.locator('.view-line', { hasText: '→ 26×26×8' }).waitFor({ timeout: 20_000 });
    console.log(`hints ${Date.now() - start} ms after the first network was shown`);
    expect(server(editor.pid)).toHaveLength(1);
    await editor.page.locator('.activitybar a[aria-label^="ConvLens"]').waitFor({ timeout: 5_000 });
  } finally {
    await keepScreenshot(editor.page, 'no-models');
    await editor.close();
  }
}, 240_000);
