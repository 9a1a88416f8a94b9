// What esbuild makes of the sources. Each host wants its own form.
import { parserOnce } from './parser-once.mjs';

/** The options of every bundle that ships, the npm package's among them; `production` minifies. */
export function bundles(production) {
  return [...extensionBundles(), ...packageBundles('dist')].map((bundle) => complete(bundle, production));
}

/** The bundles of the npm package alone, in a folder. */
export function bundlesOfPackage(folder) {
  return packageBundles(folder).map((bundle) => complete(bundle, true));
}

function complete(bundle, production) {
  return {
    bundle: true,
    target: 'es2022',
    sourcemap: production ? false : 'linked',
    minify: production,
    logLevel: 'warning',
    legalComments: 'none',
    metafile: true,
    plugins: [parserOnce()],
    ...bundle,
  };
}

/** The extension host and the server in Node; VS Code loads them as CommonJS. */
const node = {
  platform: 'node',
  format: 'cjs',
  // The parser asks for the last two and can do without.
  external: ['vscode', 'source-map-support', 'inspector'],
  // jsonc-parser's `main` is UMD, whose inner requires can't be bundled.
  mainFields: ['module', 'main'],
};

/** Some libraries ask where they are in a way that only ES modules can answer. */
const ownPlace = {
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** The web extension host and its workers have neither Node nor a module loader. */
const browser = {
  platform: 'browser',
  format: 'cjs',
  external: ['vscode'],
  define: { global: 'globalThis' },
};

const page = {
  platform: 'browser',
  format: 'iife',
  loader: { '.ttf': 'dataurl', '.wgsl': 'text', '.jpg': 'binary', '.png': 'binary' },
};

/** @type {import('esbuild').BuildOptions} The command line: modules, so that commands share what they need and load nothing else. */
export const commandLine = {
  ...node,
  format: 'esm',
  // The last one is native, and only there when somebody wants to run on a GPU from the command line.
  external: [...node.external, 'webgpu'],
  // Packages of CommonJS ask for Node's modules and for their place in ways that modules do not have. No source has such
  // names: they would be declared twice.
  banner: {
    js: [
      "import { createRequire as __requireFrom } from 'node:module';",
      "import { fileURLToPath as __pathOf } from 'node:url';",
      'const require = __requireFrom(import.meta.url);',
      'const __filename = __pathOf(import.meta.url);',
      "const __dirname = __pathOf(new URL('.', import.meta.url));",
    ].join('\n'),
  },
};

function extensionBundles() {
  return [
    { ...node, entryPoints: ['client/node/extension.ts'], outfile: 'dist/client/node.js' },
    { ...browser, entryPoints: ['client/browser/extension.ts'], outfile: 'dist/client/browser.js' },
    // The server that the client starts is the supervisor, which starts the one that analyses as often as it takes.
    { ...node, entryPoints: ['server/supervisor/node/index.ts'], outfile: 'dist/server/node.js' },
    { ...node, entryPoints: ['server/worker/index.ts'], outfile: 'dist/server/worker.js', ...ownPlace },
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
  ];
}

function packageBundles(folder) {
  return [
    // What programs import by the package's name; it runs anywhere.
    {
      platform: 'neutral',
      format: 'esm',
      entryPoints: ['core/define/index.ts'],
      outfile: `${folder}/library/index.js`,
    },
    {
      ...commandLine,
      entryPoints: { convlens: 'server/cli/main.ts' },
      outdir: `${folder}/cli`,
      splitting: true,
      chunkNames: 'part-[hash]',
    },
  ];
}

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
