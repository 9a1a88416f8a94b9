import type { Locator, Page } from 'playwright-core';

/** How many different colours the grid's canvas has. */
export function coloursOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('convlens-map-grid canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

/** What an element says, its white space as a reader sees it. */
export async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

/** The key of the selected frame. */
export function selected(page: Page): Promise<string | null> {
  return page.locator('.frame[aria-selected="true"]').getAttribute('data-key');
}
