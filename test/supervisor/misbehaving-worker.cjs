// The built server in a thread, which loops or fills its memory when it is given a text that says so, as an analysis
// would that has a fault: it has said what it works on, and hears nothing.
const { parentPort } = require('node:worker_threads');
const { join } = require('node:path');

parentPort.on('message', ({ method, params }) => {
  if (method !== 'textDocument/didOpen' && method !== 'textDocument/didChange') return;
  const { uri, version } = params.textDocument;
  const text = params.textDocument.text ?? params.contentChanges[0].text;
  const fault = /TEST: (loop|fill)/.exec(text)?.[1];
  if (!fault) return;
  parentPort.postMessage({ working: { uri, version, number: -1 } });
  const imported = /from '\.\/(\w+)'; \/\/ TEST/.exec(text)?.[1];
  if (imported) parentPort.postMessage({ reading: new URL(`${imported}.ts`, uri).href });
  const kept = [];
  for (;;) if (fault === 'fill') kept.push(new Array(100_000).fill(kept.length));
});

require(join(__dirname, '../../dist/server/worker.js'));
