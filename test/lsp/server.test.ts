import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeAction, CodeLens, DocumentSymbol, Hover, InlayHint, Location } from 'vscode-languageserver-protocol';
import type { ServerRequests } from '../../server/protocol.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const program = `import * as tf from '@tensorflow/tfjs';

export const model = tf.sequential();
model.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 4, padding: 'same' }));
model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
`;
const uri = 'file:///project/program.ts';
const conv = { line: 3, character: 22 };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

function request<Result>(method: string, params: object): Promise<Result> {
  return server.connection.sendRequest(method, params);
}

function own<Name extends keyof ServerRequests>(
  name: Name,
  params: ServerRequests[Name]['params'],
): Promise<ServerRequests[Name]['result']> {
  return server.connection.sendRequest(name, params);
}

describe('a program', () => {
  it('has its problems published, each with a link to its page', async () => {
    const [problem, ...others] = await server.open(uri, program);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'even-kernel-padding',
      codeDescription: { href: 'file:///docs/rules/even-kernel-padding.md' },
      source: 'convlens',
      severity: 2,
      range: { start: { line: 3, character: 66 }, end: { line: 3, character: 79 } },
    });
  });

  it('answers a hover on a layer with its figures', async () => {
    const hover = await request<Hover>('textDocument/hover', { textDocument: { uri }, position: conv });
    expect(JSON.stringify(hover.contents)).toContain('`[?, 28, 28, 1]` → `[?, 28, 28, 8]`');
    expect(hover.range).toEqual({ start: { line: 3, character: 20 }, end: { line: 3, character: 26 } });
  });

  it('has nothing to say where there is no layer', async () => {
    expect(
      await request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 3 } }),
    ).toBeNull();
  });

  it('draws output shapes at line ends', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range });
    expect(hints.map(({ label, position }) => [label, position.line])).toEqual([
      ['→ 28×28×8', 3],
      ['→ 14×14×8', 4],
    ]);
  });

  it('leads from a hint behind a call to the layer that it speaks of', async () => {
    const blocks = `import * as tf from '@tensorflow/tfjs';
const block = (x) => tf.layers.conv2d({ filters: 8, kernelSize: 3 }).apply(x);
const image = tf.input({ shape: [28, 28, 1] });
export const net = tf.model({ inputs: image, outputs: block(image) });
`;
    await server.open('file:///project/blocks.js', blocks, 'javascript');
    const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
    const textDocument = { uri: 'file:///project/blocks.js' };
    const hints = await request<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
    const target = { start: { line: 1, character: 31 }, end: { line: 1, character: 37 } };
    expect(hints.map(({ label }) => label)).toEqual([
      [{ value: '→ 26×26×8', location: { uri: textDocument.uri, range: target } }],
    ]);
  });

  it('has a lens over the model', async () => {
    const lenses = await request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      'model · 136 parameters · 100 k MACs · 544 B weights',
      'Preview',
      'Summary',
    ]);
    expect(lenses[1]?.command).toMatchObject({ command: 'convlens.preview', arguments: [{ uri, index: 0 }] });
  });

  it('lists the model and its layers', async () => {
    const symbols = await request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols.map(({ name, children }) => [name, children?.map(({ detail }) => detail)])).toEqual([
      ['model', ['28×28×8', '14×14×8']],
    ]);
  });

  it('offers fixes that end the problem, and a comment that silences it', async () => {
    const range = { start: { line: 3, character: 70 }, end: { line: 3, character: 70 } };
    const actions = await request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    expect(actions.map(({ title }) => title)).toEqual([
      'Use a 3×3 kernel',
      'Use a 5×5 kernel',
      'Disable even-kernel-padding for this line',
    ]);
    const edit = actions[2]?.edit?.changes?.[uri]?.[0];
    expect(edit?.newText).toBe('// convlens-disable-next-line even-kernel-padding\n');
    const lines = program.split('\n');
    lines.splice(edit!.range.start.line, 0, edit!.newText.trimEnd());
    expect(await server.change(uri, lines.join('\n'))).toEqual([]);
    expect(await server.change(uri, program)).toHaveLength(1);
  });

  it('tells the panel and the status bar about the model', async () => {
    expect(await own('convlens/models', { uri })).toMatchObject([
      { index: 0, name: 'model', shapes: '28×28×1 → 14×14×8', params: '136', line: 2 },
    ]);
    const cursor = await own('convlens/cursor', { uri, ...conv });
    expect(cursor.layer).toMatchObject({ shape: '28×28×8' });
    const answer = await own('convlens/model', { uri, index: 0 });
    expect(answer?.analysis.totals.params.total).toBe(136);
    const found = await own('convlens/locate', { uri, index: 0, layer: cursor.layer!.index });
    expect(found).toMatchObject({ uri, start: { line: 3, character: 10 } });
    expect(await own('convlens/print', { uri, index: 0, kind: 'summary' })).toContain('28×28×1 → 14×14×8');
    expect(await own('convlens/print', { uri, index: 0, kind: 'layer', layer: cursor.layer!.index })).toContain(
      '**136**',
    );
    expect(await own('convlens/print', { uri, index: 7, kind: 'summary' })).toBe('');
    expect(await own('convlens/model', { uri, index: 7 })).toBeNull();
    const { label } = answer!.analysis.graph.layers[cursor.layer!.index]!;
    const change = await own('convlens/change', { uri, index: 0, path: [label], set: { filters: 16 } });
    expect(change).toMatchObject({ edits: [{ uri, start: { line: 3 }, newText: '16', removed: '8' }] });
  });
});

describe('imports', () => {
  const main = 'file:///project/project/main.ts';
  const blocks = 'file:///project/project/blocks.ts';
  const block = (kernel: number) =>
    `import * as tf from '@tensorflow/tfjs';\nexport const conv = (filters: number) =>\n  tf.layers.conv2d({ filters, kernelSize: ${kernel}, padding: 'same' });\n`;
  const mainText = `import * as tf from '@tensorflow/tfjs';
import { conv } from './blocks';
export const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [8, 8, 3] }), conv(4)] });
`;

  it('are read through the client, and watched', async () => {
    server.files.set(blocks, block(4));
    const inBlocks = server.nextProblems(blocks);
    await server.open(main, mainText);
    expect(await inBlocks).toMatchObject([{ code: 'even-kernel-padding', range: { start: { line: 2 } } }]);
    expect(server.asked).toContain(blocks);
    expect(await own('convlens/models', { uri: main })).toMatchObject([{ shapes: '8×8×3 → 8×8×4' }]);

    server.files.set(blocks, block(3));
    const mended = server.nextProblems(blocks);
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: blocks, type: 2 }],
    });
    expect(await mended).toEqual([]);
  });

  it('are taken from the editor when they are open there', async () => {
    const inMain = server.nextProblems(main);
    await server.open(blocks, block(2));
    await inMain;
    const answer = await own('convlens/model', { uri: main, index: 0 });
    expect(answer?.analysis.totals.params.total).toBe(2 * 2 * 3 * 4 + 4);
  });
});

describe('a model in JSON', () => {
  const json = 'file:///project/model.json';
  const text = JSON.stringify(
    {
      class_name: 'Functional',
      config: {
        name: 'net',
        layers: [
          {
            class_name: 'InputLayer',
            name: 'image',
            config: { name: 'image', batch_input_shape: [null, 8, 8, 3] },
            inbound_nodes: [],
          },
          {
            class_name: 'Conv2D',
            name: 'conv',
            config: { name: 'conv', filters: 4, kernel_size: [3, 3] },
            inbound_nodes: [[['image', 0, 0, {}]]],
          },
        ],
        input_layers: [['image', 0, 0]],
        output_layers: [['conv', 0, 0]],
      },
    },
    null,
    2,
  );

  it('has hovers, hints and the way from a name to its layer', async () => {
    expect(await server.open(json, text)).toEqual([]);
    const lines = text.split('\n');
    const line = lines.findIndex((each) => each.includes('"Conv2D"'));
    const hover = await request<Hover>('textDocument/hover', {
      textDocument: { uri: json },
      position: { line, character: 26 },
    });
    expect(JSON.stringify(hover.contents)).toContain('3·3·3·4 + 4');
    const reference = lines.findLastIndex((each) => each.includes('"conv"'));
    const position = { line: reference, character: lines[reference]!.indexOf('conv') + 1 };
    const found = await request<Location[]>('textDocument/definition', { textDocument: { uri: json }, position });
    expect(found).toMatchObject([{ uri: json, range: { start: { line: line - 1 } } }]);
  });
});
