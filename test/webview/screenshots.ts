import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from './analyses.ts';
import { launch, openPanel } from './panel-page.ts';
import { type ThemeName, themes } from './themes.ts';

/**
 * Pictures of the built panel at its three widths in three themes, to be looked at:
 * `node test/webview/screenshots.ts [model file] [folder] [dist]`.
 */
const [file = 'examples/digits/model.json', folder = resolve(root, '.cache/panel'), dist] = process.argv.slice(2);
const sizes = [
  { width: 340, height: 820 },
  { width: 620, height: 900 },
  { width: 1200, height: 800 },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
try {
  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const size of sizes) {
      const panel = await openPanel(browser, size, theme, dist);
      await panel.show(file);
      await panel.done();
      await panel.page.screenshot({ path: resolve(folder, `${size.width}-${theme}.png`) });
      await panel.page.context().close();
    }
  }
} finally {
  await browser.close();
}
