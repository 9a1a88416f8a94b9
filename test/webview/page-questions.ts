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

export interface Faults {
  readonly small: readonly string[];
  readonly outside: readonly string[];
  readonly nameless: readonly string[];
}

/** Elements whose text is too small, that stand outside of the page, or that have no name. */
export function faultsOf(page: Page): Promise<Faults> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll<HTMLElement>('#app *')].filter(
      (element) =>
        element.checkVisibility() && !element.closest('.visually-hidden') && element.getClientRects().length > 0,
    );
    const name = (element: HTMLElement) =>
      `${element.tagName}.${element.className} ${element.textContent?.trim().slice(0, 20)}`;
    const small = shown.filter((element) => {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      return own && Number.parseFloat(getComputedStyle(element).fontSize) < 11;
    });
    const outside = shown.filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return (right > innerWidth + 1 || left < -1) && !element.closest('.frames');
    });
    const nameless = shown.filter(
      (element) =>
        element.matches('button, [role="grid"], [role="tree"], [role="listbox"], vscode-dropdown') &&
        !(element.getAttribute('aria-label') || element.textContent?.trim()),
    );
    return { small: small.map(name), outside: outside.map(name), nameless: nameless.map(name) };
  });
}
