#!/usr/bin/env -S node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON
// The embedded editor with the command line of desktop Visual Studio Code, as far as @vscode/test-electron's `runTests`
// uses it: the folder, --extensionDevelopmentPath and --extensionTestsPath. Exits with the tests' exit code; what the
// extension host logged is in the file that CONVLENS_LOG names, the last state's picture under CONVLENS_SCREENSHOT.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openEditor } from './open-editor.ts';
import { keepScreenshot } from './screenshots.ts';

/** Longer than the slowest step of the suite may take, shorter than the patience of who runs it. */
const patience = 100_000;

const { values, positionals } = parseArgs({
  // Of the others, such as --no-sandbox and --user-data-dir, none means anything here.
  strict: false,
  allowPositionals: true,
  options: { extensionTestsPath: { type: 'string' } },
});
const [folder] = positionals;
const tests = values.extensionTestsPath;
if (!folder || typeof tests !== 'string') {
  console.error('A folder and --extensionTestsPath=… are needed.');
  process.exit(2);
}

const editor = await openEditor({ folder, tests });
let timer: ReturnType<typeof setTimeout> | undefined;
const tooLong = new Promise<number>((resolve) => {
  timer = setTimeout(() => {
    console.error(`The tests did not end within ${patience / 1000} s.`);
    resolve(1);
  }, patience);
});
const code = await Promise.race([editor.exitCode, tooLong]);
clearTimeout(timer);
const { CONVLENS_LOG: log, CONVLENS_SCREENSHOT: screenshot } = process.env;
if (log) writeFileSync(log, editor.log());
if (screenshot) await keepScreenshot(editor.page, screenshot);
await editor.close();
process.exitCode = code;
