// Builds everything that ships into dist/: the extension for both hosts, the server for both, the panel and its worker,
// the command line and the library. `--production` minifies, `--watch` rebuilds on change.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build, context } from 'esbuild';
import { parserOnce } from './scripts/parser-once.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  target: 'es2022',
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
  legalComments: 'none',
  plugins: [parserOnce()],
};

/** The extension host and the server in Node; VS Code loads them as CommonJS. */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  // jsonc-parser's `main` is UMD, whose inner requires can't be bundled.
  mainFields: ['module', 'main'],
};

/** The web extension host and its workers have neither Node nor a module loader. */
const browser = {
  ...common,
  platform: 'browser',
  format: 'cjs',
  external: ['vscode'],
  define: { global: 'globalThis' },
};

const page = {
  ...common,
  platform: 'browser',
  format: 'iife',
  loader: { '.ttf': 'dataurl', '.wgsl': 'text', '.jpg': 'binary', '.png': 'binary' },
};

const bundles = [
  { ...node, entryPoints: ['client/node/extension.ts'], outfile: 'dist/client/node.js' },
  { ...browser, entryPoints: ['client/browser/extension.ts'], outfile: 'dist/client/browser.js' },
  // The server that the client starts is the supervisor, which starts the one that analyses as often as it takes.
  { ...node, entryPoints: ['server/supervisor/node/index.ts'], outfile: 'dist/server/node.js' },
  { ...node, entryPoints: ['server/lsp/node.ts'], outfile: 'dist/server/worker.js', ...parserForNode() },
  {
    ...browser,
    format: 'iife',
    entryPoints: ['server/supervisor/browser/index.ts'],
    outfile: 'dist/server/browser.js',
  },
  {
    ...browser,
    format: 'iife',
    entryPoints: ['server/lsp/browser.ts'],
    outfile: 'dist/server/worker-browser.js',
    ...parserForBrowser(),
  },
  { ...page, entryPoints: ['webview/main.ts'], outfile: 'dist/webview/main.js' },
  { ...page, entryPoints: ['webview/worker/index.ts'], outfile: 'dist/webview/worker.js' },
  // What programs import by the package's name; it runs anywhere.
  {
    ...common,
    platform: 'neutral',
    format: 'esm',
    entryPoints: ['core/define/index.ts'],
    outfile: 'dist/library/index.js',
  },
  {
    ...node,
    entryPoints: ['server/cli/main.ts'],
    outfile: 'dist/cli/convlens.js',
    // Native, and only there when somebody wants to run on a GPU from the command line.
    external: [...parserForNode().external, 'webgpu'],
    // Some libraries ask where they are in a way that only ES modules can answer.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "#!/usr/bin/env node\nconst moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
];

/** The TypeScript parser asks for Node modules that it can do without; in a browser they are empty. */
function parserForBrowser() {
  return {
    alias: Object.fromEntries(
      ['fs', 'path', 'os', 'inspector', 'crypto', 'module', 'url', 'perf_hooks', 'source-map-support', 'util'].map(
        (name) => [name, './scripts/empty.cjs'],
      ),
    ),
  };
}

function parserForNode() {
  return { external: ['vscode', 'source-map-support', 'inspector'] };
}

// A package must hold nothing that is left over; other builds overwrite, so that what is running keeps its files.
if (production) rmSync('dist', { recursive: true, force: true });
if (watch) {
  const contexts = await Promise.all(bundles.map((bundle) => context(bundle)));
  await Promise.all(contexts.map((c) => c.watch()));
} else {
  await Promise.all(bundles.map((bundle) => build(bundle)));
}

// The extension's host wants CommonJS by default; the library is made of modules.
mkdirSync('dist/library', { recursive: true });
writeFileSync('dist/library/package.json', '{ "type": "module" }\n');
