import type { Frame, Page } from 'playwright-core';

/** Runs a command by its title in the command palette, as a person does. One that asks something `stays`. */
export async function runCommand(page: Page, title: string, { stays = false } = {}): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator(quickInput);
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
  if (!stays) await input.waitFor({ state: 'hidden' });
}

/**
 * Rests the pointer on the first occurrence of a text in the editor until a hover appears; its text. The pointer leaves
 * and comes back when it doesn't: a line that code lenses have moved down has slipped away under it.
 */
export async function hoverText(page: Page, text: string): Promise<string> {
  const word = page.locator('.monaco-editor .view-line span span', { hasText: text }).first();
  const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
  for (let attempt = 0; attempt < 10; attempt++) {
    await page.mouse.move(1, 1);
    await word.hover();
    const shown = await hover.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (shown) return (await hover.textContent()) ?? '';
  }
  throw new Error(`No hover appeared on “${text}”.`);
}

/** Opens a file from the explorer, unfolding its folders, and waits for its text. */
export async function openFromExplorer(page: Page, path: string): Promise<void> {
  const row = (name: string) =>
    page.locator('.explorer-folders-view .monaco-list-row').filter({ has: page.getByText(name, { exact: true }) });
  const [name = path, ...folders] = path.split('/').reverse();
  for (const folder of folders.reverse()) {
    if ((await row(folder).getAttribute('aria-expanded')) === 'false') await row(folder).click();
  }
  await row(name).dblclick({ timeout: 30_000 });
  await page.locator(`.tab[data-resource-name="${name}"]`).waitFor({ timeout: 30_000 });
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 30_000 });
}

/** Puts the cursor of the active editor at a one-based line and column. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  await page
    .locator('.editor-group-container .monaco-editor')
    .first()
    .click({ position: { x: 300, y: 5 } });
  await page.keyboard.press('Control+G');
  const input = page.locator(quickInput);
  await input.waitFor();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
  await statusBarText(page, `Ln ${line}, Col ${column}`);
}

/** Waits until the status bar contains a text. */
export async function statusBarText(page: Page, text: string): Promise<void> {
  await page.locator('.part.statusbar', { hasText: text }).waitFor({ timeout: 30_000 });
}

interface WebviewQuery {
  /** Not this one. */
  readonly besides?: Frame;
  readonly timeout?: number;
}

/** The document inside a webview: a frame within a frame, found by an element that it holds. */
export async function webviewFrame(
  page: Page,
  selector: string,
  { besides, timeout = 30_000 }: WebviewQuery = {},
): Promise<Frame> {
  const deadline = Date.now() + timeout;
  while (Date.now() < deadline) {
    for (const frame of page.frames()) {
      if (frame === besides || !frame.url().includes('fake.html')) continue;
      // A frame may go away while it is asked.
      if (await frame.$(selector).catch(() => null)) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`No webview with ${selector} appeared; frames: ${page.frames().map((frame) => frame.url())}`);
}

const quickInput = '.quick-input-widget input[type="text"]';
