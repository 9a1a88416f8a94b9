import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Hover, InlayHint, Location } from 'vscode-languageserver-protocol';
import { startServer, type TestServer } from '../harness/server.ts';

/** New documents and cells of notebooks: their addresses have no extension, so that their language alone tells. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const program = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
model.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 4, padding: 'same' }));
`;
const typed = `import * as tf from '@tensorflow/tfjs';
const filters = <number>8;
const model = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters, kernelSize: 3 })] });
`;
const markup = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 })] });
export const View = () => <p>{model.name}</p>;
`;
const cell = 'vscode-notebook-cell:/project/a.ipynb#W0sZmlsZQ%3D%3D';

async function hints(uri: string): Promise<readonly unknown[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
  const params = { textDocument: { uri }, range };
  const found = await server.connection.sendRequest<InlayHint[] | null>('textDocument/inlayHint', params);
  return (found ?? []).map(({ label }) => label);
}

it.each([
  ['untitled:Untitled-1', 'typescript', typed, '→ 26×26×8'],
  ['untitled:Untitled-2', 'javascript', program, '→ 28×28×8'],
  ['untitled:Untitled-3', 'typescriptreact', markup, '→ 26×26×8'],
  ['untitled:/project/new.txt', 'javascriptreact', markup, '→ 26×26×8'],
  ['untitled:/project/really.js', 'typescript', typed, '→ 26×26×8'],
  ['untitled:Untitled-4', 'html', `<p>A page</p>\n<script type="module">\n${program}</script>\n`, '→ 28×28×8'],
  ['untitled:Untitled-5', 'vue', `<script setup lang="ts">\n${typed}</script>\n`, '→ 26×26×8'],
  [cell, 'javascript', program, '→ 28×28×8'],
  ['vscode-notebook-cell:/project/a.ipynb#W1sZmlsZQ%3D%3D', 'typescript', typed, '→ 26×26×8'],
])('%s in %s shows its shapes', async (uri, language, text, hint) => {
  await server.open(uri, text, language);
  expect(await hints(uri)).toEqual([hint]);
});

it('problems and hovers are there as in a file', async () => {
  const uri = 'untitled:Untitled-10';
  const problems = await server.open(uri, program, 'javascript');
  expect(problems.map(({ code }) => code)).toEqual(['even-kernel-padding']);
  const position = { line: 2, character: 22 };
  const hover = await server.connection.sendRequest<Hover>('textDocument/hover', { textDocument: { uri }, position });
  expect(JSON.stringify(hover.contents)).toContain('**136**');
});

it('a model in JSON is read, and its names lead to their layers', async () => {
  const uri = 'untitled:Untitled-11';
  const layer = (name: string, inputs: string) =>
    `{ "class_name": "Dense", "name": "${name}", "config": { "units": 3, "name": "${name}" }, "inbound_nodes": [[["${inputs}", 0, 0, {}]]] }`;
  const text = `{ "class_name": "Model", "config": { "name": "m", "layers": [
{ "class_name": "InputLayer", "name": "i", "config": { "batch_input_shape": [null, 4], "name": "i" }, "inbound_nodes": [] },
${layer('a', 'i')},
${layer('b', 'a')}
], "input_layers": [["i", 0, 0]], "output_layers": [["b", 0, 0]] } }`;
  await server.open(uri, text, 'json');
  expect(await hints(uri)).toContain('→ 3');
  const position = { line: 3, character: (text.split('\n')[3] ?? '').indexOf('[[["a"') + 4 };
  const params = { textDocument: { uri }, position };
  const places = await server.connection.sendRequest<Location[]>('textDocument/definition', params);
  expect(places).toMatchObject([{ uri, range: { start: { line: 2 } } }]);
});

it('what it imports from beside it stays open, and nothing breaks', async () => {
  for (const uri of ['untitled:Untitled-20', 'vscode-notebook-cell:/project/b.ipynb#W0']) {
    const text = `import * as tf from '@tensorflow/tfjs';
import { filters } from './settings';
import config from '../config.json';
const model = tf.sequential();
model.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters, kernelSize: config.kernel, padding: 'same' }));
`;
    await server.open(uri, text, 'typescript');
    expect(await hints(uri)).toEqual(['→ 28×28×filters']);
  }
  expect(server.isAlive()).toBe(true);
  expect(server.errors).toEqual([]);
});

it('a script without imports asks for no folder', async () => {
  const uri = 'untitled:Untitled-30';
  await server.open(uri, program.replace(/^import.*$/m, ''), 'javascript');
  expect(await hints(uri)).toEqual(['→ 28×28×8']);
  expect(server.asked.filter((asked) => asked.startsWith('untitled:Untitled-30'))).toEqual([]);
});

it('another language for the same text is another reading', async () => {
  const uri = 'untitled:Untitled-40';
  await server.open(uri, program, 'json');
  expect(await hints(uri)).toEqual([]);
  await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await server.open(uri, program, 'javascript');
  expect(await hints(uri)).toEqual(['→ 28×28×8']);
});
