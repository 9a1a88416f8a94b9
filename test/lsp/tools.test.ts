import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerRequests } from '../../server/protocol.ts';
import { convlens } from '../cli/convlens.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const root = path.resolve(import.meta.dirname, '../..');
const uriOf = (file: string): string => pathToFileURL(path.join(root, file)).href;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  server.connection.onRequest('convlens/findFiles', ({ path: asked }: { path: string }) =>
    asked === 'nothing.ts' ? null : { uris: [uriOf(asked)], isNamed: true },
  );
});
afterAll(() => server.stop());

function ask(name: string, input: object): Promise<ServerRequests['convlens/tool']['result']> {
  return server.connection.sendRequest('convlens/tool', {
    name,
    input,
    folders: [{ uri: uriOf('.').replace(/\/$/, ''), prefix: '' }],
  });
}

it.each([
  ['convlens_summary', { file: 'examples/unet/train.ts' }, ['summary', 'examples/unet/train.ts', '--format', 'json']],
  ['convlens_check', { paths: ['examples/mistakes.ts'] }, ['check', 'examples/mistakes.ts', '--format', 'json']],
  [
    'convlens_explain_layer',
    { file: 'examples/lenet5.ts', layer: 'c3' },
    ['explain', 'examples/lenet5.ts', 'c3', '--json'],
  ],
  [
    'convlens_what_if',
    { file: 'examples/lenet5.ts', inputShape: [[32, 32, 1]] },
    ['what-if', 'examples/lenet5.ts', '--input-shape', '32,32,1', '--json'],
  ],
  [
    'convlens_diff',
    { before: 'examples/resnet18.ts', after: 'examples/resnet50.ts' },
    ['diff', 'examples/resnet18.ts', 'examples/resnet50.ts', '--json'],
  ],
])('%s gives the JSON of the command line', async (name, input, args) => {
  const { stdout } = await convlens(args);
  expect(await ask(name, input)).toEqual({ json: JSON.parse(stdout) });
});

it('reads what was typed and not saved', async () => {
  const text =
    "import * as tf from '@tensorflow/tfjs';\nconst typed = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 3 })] });\n";
  await server.open(uriOf('examples/unsaved.ts'), text);
  expect(await ask('convlens_summary', { file: 'examples/unsaved.ts' })).toMatchObject({
    json: { models: [{ name: 'typed', totals: { params: { total: 15 } } }] },
  });
});

it('evaluates a call once, and remembers nothing of it', async () => {
  const text =
    "import * as tf from '@tensorflow/tfjs';\nexport function build(units: number) {\n  const model = tf.sequential();\n  model.add(tf.layers.dense({ inputShape: [4], units }));\n  return model;\n}\n";
  await server.open(uriOf('examples/called.ts'), text);
  const totals = async (input: object) =>
    JSON.stringify(await ask('convlens_summary', { file: 'examples/called.ts', layers: false, ...input }));
  expect(await totals({ call: 'build(10)' })).toContain('"total":50');
  expect(await totals({})).not.toContain('"total":50');
});

it('says in words what is wrong', async () => {
  expect(await ask('convlens_summary', {})).toEqual({ failure: 'file: it is missing' });
  expect(await ask('convlens_summary', { file: 'nothing.ts' })).toEqual({
    failure: 'nothing.ts: there is no such file or folder in the workspace',
  });
  expect(await ask('convlens_none', {})).toMatchObject({
    failure: expect.stringMatching(/^there is no tool convlens_none/),
  });
});
