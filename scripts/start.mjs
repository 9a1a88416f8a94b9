// `npm start`: builds the extension and opens it on examples/, in Visual Studio Code when `code` is on the PATH, else in
// an editor of its own whose address it prints. `npm start -- --embedded` chooses the latter, `--port 8080` its port.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureServer } from './setup/editor.mjs';
import { root, run, tryRun } from './setup/run.mjs';

const { values } = parseArgs({
  options: { embedded: { type: 'boolean', default: false }, port: { type: 'string' } },
});
const extension = root.replace(/[\\/]$/, '');
const examples = join(root, 'examples');

console.log('Building…');
await run('node', ['esbuild.mjs'], { what: 'building' });
if (!values.embedded && hasCode()) await openDesktop();
else await serveEmbedded();

function hasCode() {
  const shell = process.platform === 'win32';
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell }).status === 0;
}

/** Without its own trust question: the folder is this checkout's. */
async function openDesktop() {
  const place = [examples, join(examples, 'resnet50.ts')];
  const options = ['--new-window', '--disable-workspace-trust', `--extensionDevelopmentPath=${extension}`];
  const opened = await tryRun('code', [...options, ...place], { what: 'opening Visual Studio Code' });
  if (!opened) process.exit(1);
  console.log('\nVisual Studio Code shows examples/ with ConvLens. Run `npm start` again after a change.');
}

async function serveEmbedded() {
  await ensureServer();
  console.log('Starting the editor…');
  const { startEmbeddedEditor } = await import('./embedded-editor.mts');
  const editor = await startEmbeddedEditor(values.port ? { port: Number(values.port) } : {});
  const url = editor.url({ folder: examples, extension, file: join(examples, 'resnet50.ts') });
  console.log(`\nConvLens is running on examples/. Open this address in a browser:\n\n  ${url}\n\nCtrl-C ends it.`);
  const end = async () => {
    await editor.stop();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}
