import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Hover, Location } from 'vscode-languageserver-protocol';
import { attribute as a, GraphFixture } from '../frontends/graph-model/graph-fixture.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const fixture = new GraphFixture()
  .input('x', [-1, 8, 8, 3])
  .integers('axes', [1, 2])
  .kernel('w', [3, 5])
  .operation('mean', 'Mean', ['x', 'axes'], { keep_dims: a.flag(false) })
  .operation('logits', 'MatMul', ['mean', 'w']);

const folder = mkdtempSync(join(tmpdir(), 'convlens-'));
const uri = pathToFileURL(join(folder, 'model.json')).href;
const text = JSON.stringify(fixture.json(), null, 1);

let server: TestServer;
beforeAll(async () => {
  writeFileSync(join(folder, 'group1-shard1of2.bin'), fixture.bytes().subarray(0, 6));
  writeFileSync(join(folder, 'group1-shard2of2.bin'), fixture.bytes().subarray(6));
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

function positionOf(what: string): { line: number; character: number } {
  const lines = text.split('\n');
  const line = lines.findIndex((each) => each.includes(what));
  return { line, character: lines[line]!.indexOf(what) + 2 };
}

it('knows what the axes in the weights are, and shows it', async () => {
  await server.open(uri, text);
  const models = await server.connection.sendRequest('convlens/models', { uri });
  expect(models).toMatchObject([{ kind: 'graph', shapes: '8×8×3 → 5', params: '15', macs: '15' }]);
  const position = positionOf('"Mean"');
  const hover: Hover = await server.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  expect(JSON.stringify(hover.contents)).toContain('`[?, 8, 8, 3]` → `[?, 3]`');
});

it('finds the uses of an operation', async () => {
  const found: Location[] = await server.connection.sendRequest('textDocument/references', {
    textDocument: { uri },
    position: positionOf('"Mean"'),
    context: { includeDeclaration: false },
  });
  expect(found).toHaveLength(1);
  expect(text.split('\n')[found[0]!.range.start.line]).toContain('"mean"');
});
