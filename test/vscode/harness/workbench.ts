import type { Frame, Page } from 'playwright-core';

/** Runs a command by its title in the command palette, as a person does. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
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

/** The document inside a webview: a frame within a frame, found by an element that it holds. */
export async function webviewFrame(page: Page, selector: string, timeout = 30_000): Promise<Frame> {
  const deadline = Date.now() + timeout;
  while (Date.now() < deadline) {
    for (const frame of page.frames()) {
      if (!frame.url().includes('fake.html')) continue;
      const found = await frame.$(selector).catch(() => null);
      if (found) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`No webview with ${selector} appeared; frames: ${page.frames().map((frame) => frame.url())}`);
}
