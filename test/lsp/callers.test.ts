import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver-protocol';
import { startServer, type TestServer } from '../harness/server.ts';

const folder = 'file:///project';
const model = `import * as tf from '@tensorflow/tfjs';
export function createModel(size, classes) {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [size, size, 3], filters: 8, kernelSize: 3 }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: classes }),
    ],
  });
}
`;
const caller = (size: number) => `import { createModel } from './lib/model.js';\ncreateModel(${size}, 10);\n`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function hover(uri: string, line: number): Promise<string> {
  const params = { textDocument: { uri }, position: { line, character: 18 } };
  const { contents } = await server.connection.sendRequest<Hover>('textDocument/hover', params);
  return JSON.stringify(contents);
}

async function changeOnDisk(uri: string, text: string | null): Promise<void> {
  server.files.set(uri, text);
  await server.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
}

describe('programs of the workspace that call a document', () => {
  const uri = `${folder}/lib/model.js`;
  const app = `${folder}/app.js`;

  it('say what its parameters are, though no editor shows them', async () => {
    server.files.set(app, caller(32));
    await changeOnDisk(app, caller(32));
    await server.open(uri, model, 'javascript');
    await expect.poll(() => hover(uri, 4)).toContain('`[?, 32, 32, 3]` → `[?, 30, 30, 8]`');
  });

  it('are read again when they change on disk', async () => {
    await changeOnDisk(app, caller(64));
    await expect.poll(() => hover(uri, 4)).toContain('`[?, 64, 64, 3]`');
    await changeOnDisk(app, null);
    await expect.poll(() => hover(uri, 4)).toContain('`[?, size, size, 3]`');
  });

  it('count as they are in the editor, and from the moment that they import', async () => {
    await server.open(`${folder}/try.js`, '', 'javascript');
    const problems = server.nextProblems(uri);
    await server.change(`${folder}/try.js`, caller(16));
    await problems;
    expect(await hover(uri, 4)).toContain('`[?, 16, 16, 3]`');
    const again = server.nextProblems(uri);
    await server.change(`${folder}/try.js`, caller(2));
    // What the caller's own reading says of this file comes with that reading: the last word is this.
    const codes = (found: Awaited<typeof again>) => found.map(({ code }) => code).join();
    let said = codes(await again);
    while (said !== 'empty-output') said = codes(await server.nextProblems(uri));
    expect(said).toBe('empty-output');
  });
});

describe('the whole workspace', () => {
  it('is looked through once', async () => {
    const listed = await startServer({}, new Map([[`${folder}/app.js`, caller(48)]]));
    try {
      const uri = `${folder}/lib/model.js`;
      await listed.open(uri, model, 'javascript');
      const params = { textDocument: { uri }, position: { line: 4, character: 18 } };
      const shown = async () =>
        JSON.stringify((await listed.connection.sendRequest<Hover>('textDocument/hover', params)).contents);
      await expect.poll(shown).toContain('`[?, 48, 48, 3]`');
      expect(listed.asked.filter((asked) => asked.endsWith('app.js')).length).toBeLessThanOrEqual(2);
    } finally {
      await listed.stop();
    }
  });
});

describe('nobody is looked for', () => {
  const closed =
    "import * as tf from '@tensorflow/tfjs';\ntf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });\n";

  it('and nothing is watched where there is no model', async () => {
    const idle = await startServer();
    try {
      await idle.open(`${folder}/none.ts`, 'export const model = 3;');
      await idle.open(`${folder}/package.json`, '{ "name": "none" }');
      expect(idle.questions).toEqual([]);
      await idle.open(`${folder}/closed.ts`, closed);
      expect(idle.questions).toEqual(['workspace/didChangeWatchedFiles']);
      await idle.open(`${folder}/model.js`, model, 'javascript');
      await expect.poll(() => idle.questions).toContain('convlens/listFiles');
      await idle.open(`${folder}/again.js`, model, 'javascript');
      expect(idle.questions.filter((method) => method === 'convlens/listFiles').length).toBe(1);
    } finally {
      await idle.stop();
    }
  });
});

describe('a workspace on disk', () => {
  it('is read without the client, by the names that the client gives its files', async () => {
    const root = mkdtempSync(join(tmpdir(), 'convlens-callers-'));
    const own = await startServer();
    try {
      mkdirSync(join(root, "it's (mine)"));
      mkdirSync(join(root, 'node_modules'));
      writeFileSync(join(root, "it's (mine)", 'app.js'), caller(24).replace('./lib', '../lib'));
      writeFileSync(join(root, 'node_modules', 'other.js'), caller(99).replace('./lib', '../lib'));
      own.folders = [pathToFileURL(root).href];
      const uri = `${pathToFileURL(root).href}/lib/model.js`;
      await own.open(uri, model, 'javascript');
      const params = { textDocument: { uri }, position: { line: 4, character: 18 } };
      const shown = async () =>
        JSON.stringify((await own.connection.sendRequest<Hover>('textDocument/hover', params)).contents);
      await expect.poll(shown).toContain('`[?, 24, 24, 3]`');
      expect(own.questions).not.toContain('convlens/listFiles');
      // The one that calls it has to be analysed, and is read as any file is.
      expect(new Set(own.asked)).toEqual(new Set([`${own.folders[0]}/it%27s%20%28mine%29/app.js`]));
    } finally {
      await own.stop();
      rmSync(root, { recursive: true });
    }
  });
});

describe('a call that the author lets us assume', () => {
  const uri = `${folder}/assumed.js`;

  it('is read as if it stood behind the file, until it is taken back', async () => {
    await server.open(uri, model, 'javascript');
    expect(await assume('createModel(28, 5)')).toBe(0);
    expect(await hover(uri, 4)).toContain('`[?, 28, 28, 3]`');
    await server.change(uri, model.replace('filters: 8', 'filters: 9'));
    expect(await hover(uri, 4)).toContain('`[?, 26, 26, 9]`');
    expect(await assume(null)).toBeNull();
    expect(await hover(uri, 4)).toContain('`[?, size, size, 3]`');
  });

  it.each(['nothing(3)', 'createModel(', '}'])('may make no model: %s', async (call) => {
    await server.open(uri, model, 'javascript');
    expect(await assume(call)).toBe(call === 'createModel(' ? 0 : null);
    expect(await assume(null)).toBeNull();
    expect(server.errors).toEqual([]);
  });

  it('may make a net of ConvNetJS', async () => {
    const net = `const convnetjs = require('convnetjs');
function build(size) {
  const net = new convnetjs.Net();
  net.makeLayers([{ type: 'input', out_sx: size, out_sy: size, out_depth: 1 }, { type: 'regression', num_neurons: 2 }]);
  return net;
}
`;
    await server.open(uri, net, 'javascript');
    expect(await assume('build(4)')).toBe(0);
    expect(await assume(null)).toBeNull();
  });

  function assume(call: string | null): Promise<number | null> {
    return server.connection.sendRequest('convlens/assume', { uri, call });
  }
});
