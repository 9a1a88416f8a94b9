// Brings a fresh clone to the point where it can build, start and be tested. Plain Node 20 without dependencies, because
// it runs before there are any. Everything that is already there is left alone, so that running it again takes no time.
//
//   node scripts/setup.mjs              the packages of package-lock.json
//   node scripts/setup.mjs --browser    …and a Chromium for the tests
//   node scripts/setup.mjs --editor     …and Visual Studio Code's server and web build from the npm registry, in .editor/
import { ensureBrowser } from './setup/browser.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureEditor } from './setup/editor.mjs';

const steps = [ensureDependencies];
if (process.argv.includes('--browser')) steps.push(ensureBrowser);
if (process.argv.includes('--editor')) steps.push(ensureEditor);

try {
  for (const step of steps) await step();
} catch (error) {
  console.error(`\nSet-up failed: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
