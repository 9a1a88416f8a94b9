// Looks at the product: opens a file in the real editor with the extension as it is in dist/ and takes a picture.
//
//   node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON test/vscode/look.ts FILE[:LINE] OUT.png [options]
//
//   --theme dark|light|hc-dark|hc-light   --size 1440x900   --folder examples   --wait 3000
//   --hover TEXT          moves the pointer over the first occurrence of TEXT on screen
//   --command "TITLE"     runs a command from the palette (may be repeated, in order)
//   --view                shows ConvLens's view in the side bar
//   --language zh-cn      what the extension is to speak; the editor itself stays English
//   --web                 in the editor's build for the web (no file is opened; use --command)
//   --log                 prints what the extension host and the page logged
import { parseArgs } from 'node:util';
import { openEditor, openWebEditor, type Theme, themes } from './harness/open-editor.ts';
import { hoverText, runCommand } from './harness/workbench.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', default: 'dark' },
    size: { type: 'string', default: '1440x900' },
    folder: { type: 'string', default: 'examples' },
    wait: { type: 'string', default: '3000' },
    hover: { type: 'string' },
    command: { type: 'string', multiple: true, default: [] },
    language: { type: 'string' },
    view: { type: 'boolean', default: false },
    web: { type: 'boolean', default: false },
    log: { type: 'boolean', default: false },
  },
});
const [file, out] = positionals;
if (!file || !out || !isTheme(values.theme)) {
  console.error(
    'usage: node test/vscode/look.ts FILE[:LINE] OUT.png [--theme dark|light|hc-dark|hc-light] [--hover TEXT] …',
  );
  process.exit(2);
}

const [width = 1440, height = 900] = values.size.split('x').map(Number);
const relative = file.startsWith(`${values.folder}/`) ? file.slice(values.folder.length + 1) : file;
const editor = await (values.web ? openWebEditor : openEditor)({
  folder: values.folder,
  file: relative,
  theme: values.theme,
  viewport: { width, height },
  ...(values.language ? { language: values.language } : {}),
});
try {
  await editor.page.waitForTimeout(Number(values.wait));
  if (values.view) await runCommand(editor.page, 'View: Show ConvLens');
  for (const command of values.command) await runCommand(editor.page, command);
  if (values.view || values.command.length > 0) await editor.page.waitForTimeout(Number(values.wait));
  if (values.hover) await hoverText(editor.page, values.hover);
} finally {
  await editor.page.screenshot({ path: out });
  if (values.log) console.log(editor.log());
  await editor.close();
}

function isTheme(name: string): name is Theme {
  return name in themes;
}
