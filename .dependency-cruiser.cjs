// The layers of ARCHITECTURE.md as a lock: which folder may import which, and which may name which package.

/** Folder → the folders that it may import from (besides itself). Longest match counts. */
const layers = {
  'core/text': [],
  'core/vocabulary': [],
  'core/operators': ['core/vocabulary'],
  'core/graph': ['core/text', 'core/vocabulary', 'core/operators'],
  'core/define': ['core/vocabulary', 'core/operators', 'core/graph'],
  'core/engine': ['core/vocabulary', 'core/operators', 'core/graph'],
  'core/engine/webgpu': ['core/vocabulary', 'core/operators', 'core/graph', 'core/engine'],
  'core/engine/wasm': ['core/vocabulary', 'core/operators', 'core/graph', 'core/engine'],
  // What tells whether a text is worth a server: the client loads it, and nothing with it.
  'server/may-hold-model': [],
  'server/frontends': ['core/vocabulary', 'core/operators', 'core/graph', 'server/may-hold-model'],
  // What a layer's text says and how it can be changed; never how it was read.
  'server/rules': [
    'core/text',
    'core/vocabulary',
    'core/operators',
    'core/graph',
    'server/frontends/edits/edit',
    'server/frontends/frontend',
    'server/frontends/origin',
    'server/frontends/uses',
    'server/frontends/written-spelling',
  ],
  'server/analysis': [
    'core/text',
    'core/vocabulary',
    'core/operators',
    'core/graph',
    'server/frontends',
    'server/rules',
    'server/may-hold-model',
  ],
  'server/features': [
    'core/text',
    'core/vocabulary',
    'core/operators',
    'core/graph',
    'server/frontends',
    'server/rules',
    'server/analysis',
    'server/protocol',
  ],
  'server/assist': [
    'core/text',
    'core/vocabulary',
    'core/operators',
    'core/graph',
    'server/frontends',
    'server/rules',
    'server/analysis',
    'server/features',
    'server/may-hold-model',
  ],
  'server/lsp': [
    'core/text',
    'core/vocabulary',
    'core/operators',
    'core/graph',
    'server/rules',
    'server/analysis',
    'server/features',
    'server/assist',
    'server/frontends',
    'server/protocol',
  ],
  'server/supervisor': ['core/text', 'server/lsp/clock', 'server/lsp/speak', 'server/lsp/watch', 'server/protocol'],
  'server/cli': ['core', 'server/frontends', 'server/rules', 'server/analysis', 'server/features', 'server/assist'],
  'server/worker': ['server/lsp', 'server/cli/mcp'],
  'server/protocol': ['core/graph', 'core/vocabulary', 'core/operators'],
  'webview/protocol': ['core/graph', 'core/vocabulary', 'core/operators', 'server/protocol'],
  webview: ['core', 'server/protocol'],
  client: ['server/protocol', 'server/may-hold-model', 'webview/protocol'],
};

/** Folder → its rooms in order: each may import only from those before it, and a nested room from those before its own. */
const rooms = {
  'server/frontends/typescript': [
    'values',
    'flow',
    'builtins',
    'libraries',
    'modules',
    'scripts',
    'evaluate',
    'entries',
    'index',
  ],
  // A library knows what layers are and no other library; the table of all is for the rooms behind.
  'server/frontends/typescript/libraries': [
    'library',
    'data',
    'layers',
    ['tf', 'convlens', 'convnetjs', 'vue'],
    'index',
    'library-use',
  ],
  webview: [
    'language',
    'protocol',
    'worker/protocol',
    ['worker', 'models', 'samples'],
    'state',
    'run',
    'host',
    'panel',
    'elements',
    'controls',
    'modes',
    'views',
    'styles',
    'main',
  ],
};

/** Package → the only folders that may name it. */
const packages = {
  vscode: ['client', 'test/vscode'],
  'vscode-languageserver(-protocol|-types|-textdocument)?|vscode-jsonrpc': ['server/lsp', 'server/supervisor', 'test'],
  'vscode-languageclient': ['client'],
  typescript: ['server/frontends/typescript', 'test'],
  're2js|@eslint-community/regexpp': ['server/frontends/typescript/builtins'],
  htmlparser2: ['server/frontends/typescript/modules'],
  'js-tokens': ['server/frontends/edits'],
  'jsonc-parser': ['server/frontends', 'test'],
  '@vscode/webview-ui-toolkit': ['webview/controls/components'],
  'lit(-html|-element)?|@lit': ['webview'],
  'image-size': ['webview/run/picture-limits'],
  '@vscode/l10n': ['server', 'webview', 'test'],
  'commander|tinyglobby|ignore': ['server/cli'],
  zod: ['server/assist'],
  diff: ['server/assist'],
  '@modelcontextprotocol/server': ['server/cli/mcp'],
  '@modelcontextprotocol/(client|sdk)': ['test'],
  'fast-png': ['server/cli', 'test'],
  'ml-matrix|ml-kmeans': ['core/engine/kmeans'],
  '@tensorflow|onnxruntime|nsfwjs|mnist|playwright|fast-check|vscode-json-languageservice': ['test'],
};

const inside = (folder) => `^${folder.replace(/[/]/g, '/')}(/|\\.ts$)`;

const layerRules = Object.entries(layers).map(([folder, allowed]) => {
  const nested = Object.keys(layers).filter((other) => other !== folder && other.startsWith(`${folder}/`));
  return {
    name: `layer ${folder}`,
    severity: 'error',
    comment: `${folder} may import only ${allowed.join(', ') || 'itself'}`,
    from: { path: inside(folder), ...(nested.length ? { pathNot: nested.map(inside) } : {}) },
    to: { path: '^(core|server|webview|client|test)/', pathNot: [folder, ...allowed].map(inside) },
  };
});

const roomRules = Object.entries(rooms).flatMap(([folder, order]) => {
  const steps = order.map((step) => [step].flat().map((room) => `${folder}/${room}`));
  const unlisted = {
    name: `rooms of ${folder}`,
    severity: 'error',
    comment: 'a file of the folder that is in none of its rooms',
    from: { path: `^${folder}/`, pathNot: steps.flat().map(inside) },
    to: {},
  };
  const locks = steps.flatMap((step, at) =>
    step.map((room) => ({
      name: `room ${room}`,
      severity: 'error',
      comment: `within ${folder} it may import only from ${steps.slice(0, at).flat().join(', ') || 'itself'}`,
      from: { path: inside(room) },
      to: { path: `^${folder}/`, pathNot: [room, ...steps.slice(0, at).flat()].map(inside) },
    })),
  );
  return [unlisted, ...locks];
});

const packageRules = Object.entries(packages).map(([name, folders]) => ({
  name: `package ${name}`,
  severity: 'error',
  comment: `only ${folders.join(', ')} may name it`,
  from: { path: '^(core|server|webview|client|test)/', pathNot: folders.map(inside) },
  to: { path: `(^|node_modules/)(${name})(/|$)`, dependencyTypesNot: ['local'] },
}));

module.exports = {
  forbidden: [
    {
      name: 'no cycles',
      severity: 'error',
      comment: 'A cycle means that two files are one thing, or that one of them knows too much.',
      from: {},
      to: { circular: true },
    },
    ...layerRules,
    ...roomRules,
    {
      name: 'libraries through their table',
      severity: 'error',
      comment: 'No room behind the libraries knows one of them by name.',
      from: { path: '^server/frontends/typescript/(?!libraries/)' },
      to: { path: '^server/frontends/typescript/libraries/(tf|convlens|convnetjs|vue)/' },
    },
    ...packageRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
    exclude: { path: ['^test/fixtures', '^test/.*/programs/'] },
  },
};
