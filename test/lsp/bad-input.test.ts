import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver-protocol';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** After whatever it was given, the server answers about a good file and has logged no failure. */
async function expectAlive(): Promise<void> {
  const uri = `file:///project/good-${Math.random()}.ts`;
  await server.open(
    uri,
    "import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });\n",
  );
  const position = { line: 1, character: 50 };
  const hover = await server.connection.sendRequest<Hover>('textDocument/hover', { textDocument: { uri }, position });
  expect(JSON.stringify(hover)).toContain('**10** = 4·2 + 2');
  expect(server.isAlive()).toBe(true);
  expect(server.errors).toEqual([]);
}

const topology = (layers: readonly object[]) =>
  JSON.stringify({ class_name: 'Sequential', config: { name: 'net', layers } }, null, 1);
const conv = (config: object) => ({
  class_name: 'Conv2D',
  config: { name: 'conv', filters: 8, kernel_size: [3, 3], ...config },
});

it('reads what there is of a JSON that is cut off, and says where it breaks', async () => {
  const whole = topology([conv({ batch_input_shape: [null, 28, 28, 1] }), conv({ name: 'second' })]);
  const uri = 'file:///project/truncated.json';
  for (let length = 40; length < whole.length; length += 97) {
    await server.open(`${uri}${length}.json`, whole.slice(0, length));
  }
  const problems = await server.open(uri, whole.slice(0, whole.length - 60));
  expect(problems).toMatchObject([{ code: 'syntax', severity: 1 }]);
  await expectAlive();
});

it('computes with a model of 10¹² elements without allocating them', async () => {
  const uri = 'file:///project/huge.json';
  await server.open(uri, topology([conv({ batch_input_shape: [null, 1_000_000, 1_000_000, 1] })]));
  const models = await server.connection.sendRequest<{ shapes: string; macs: string }[]>('convlens/models', { uri });
  expect(models).toMatchObject([{ shapes: '1000000×1000000×1 → 999998×999998×8' }]);
  await expectAlive();
});

it('passes over 5 MB of JSON that is no model', async () => {
  const text = JSON.stringify(
    Array.from({ length: 60_000 }, (_, id) => ({ id, name: `item ${id}`, layers: [id, id + 1], value: Math.sin(id) })),
  );
  expect(text.length).toBeGreaterThan(4_500_000);
  expect(await server.open('file:///project/data.json', text)).toEqual([]);
  await expectAlive();
});

it('names a circle between layers', async () => {
  const add = (name: string, from: string) => ({
    class_name: 'Activation',
    name,
    config: { name, activation: 'relu' },
    inbound_nodes: [[[from, 0, 0, {}]]],
  });
  const text = JSON.stringify({
    class_name: 'Model',
    config: { name: 'circle', layers: [add('a', 'b'), add('b', 'a')], input_layers: [], output_layers: [['a', 0, 0]] },
  });
  const problems = await server.open('file:///project/circle.json', text);
  expect(problems.map(({ code }) => code)).toContain('graph-error');
  await expectAlive();
});

it('lives through every state of a file that is being typed', async () => {
  const program = `import * as tf from '@tensorflow/tfjs';
const input = tf.input({ shape: [32, 32, 3] });
let x = tf.layers.conv2d({ filters: 8, kernelSize: [3, 3], padding: 'same', activation: 'relu' }).apply(input);
for (const filters of [8, 16]) x = tf.layers.conv2d({ filters, kernelSize: 3, activation: 'relu' }).apply(x);
export const model = tf.model({ inputs: input, outputs: x });
`;
  const uri = 'file:///project/typing.ts';
  await server.open(uri, '');
  for (let length = 40; length < program.length; length += 7) {
    await server.change(uri, program.slice(0, length));
    const position = { line: 2, character: 25 };
    await server.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  }
  expect(await server.change(uri, program)).toEqual([]);
  await expectAlive();
});

it('keeps answering when a program runs forever or calls itself', async () => {
  const forever = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
while (true) model.add(tf.layers.dense({ inputShape: [4], units: 4 }));
function again(n: number): number { return again(n + 1) + again(n + 2); }
again(1);
`;
  await server.open('file:///project/forever.ts', forever);
  await expectAlive();
});

it('answers empty about documents that were not opened and positions that do not exist', async () => {
  const nowhere = { textDocument: { uri: 'file:///project/nowhere.ts' }, position: { line: 5, character: 5 } };
  expect(await server.connection.sendRequest('textDocument/hover', nowhere)).toBeNull();
  expect(await server.connection.sendRequest('convlens/models', { uri: 'file:///project/nowhere.ts' })).toEqual([]);
  const uri = 'file:///project/short.ts';
  await server.open(uri, 'const tf = 1;');
  const position = { line: 500, character: 500 };
  expect(await server.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position })).toBeNull();
  await expectAlive();
});

it('treats an import that the client cannot read as missing', async () => {
  server.files.set('file:///project/gone.ts', null);
  const text =
    "import * as tf from '@tensorflow/tfjs';\nimport { block } from './gone';\nexport const m = tf.sequential({ layers: [block()] });\n";
  await server.open('file:///project/imports.ts', text);
  await expectAlive();
});
