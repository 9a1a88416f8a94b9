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

/** Rests the pointer on the first occurrence of a text in the editor until a hover appears; its text. */
export async function hoverText(page: Page, text: string): Promise<string> {
  await page.locator('.monaco-editor .view-line span span', { hasText: text }).first().hover();
  const hover = page
    .locator('.monaco-editor .monaco-hover:not(.hidden), .monaco-resizable-hover .monaco-hover')
    .first();
  await hover.waitFor({ timeout: 15_000 });
  return (await hover.textContent()) ?? '';
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
