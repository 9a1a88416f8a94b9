import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InlayHint } from 'vscode-languageserver-protocol';
import { startServer, type TestServer } from '../harness/server.ts';

const folder = 'file:///page/';
const script = `${folder}model.js`;
const text = 'const model = tf.sequential();\nmodel.add(convolution(4));\nmodel.add(tf.layers.flatten());\n';
const layers = (kernelSize: number) =>
  `function convolution(filters) { return tf.layers.conv2d({ filters, kernelSize: ${kernelSize}, inputShape: [9, 9, 1] }); }`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function hints(uri: string): Promise<string[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const found: InlayHint[] = await server.connection.sendRequest('textDocument/inlayHint', {
    textDocument: { uri },
    range,
  });
  return found
    .toSorted((a, b) => a.position.line - b.position.line)
    .map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
}

it('a script is read with the others of its page, again when the page comes or one of them changes', async () => {
  server.files.set(script, text);
  server.files.set(`${folder}parts/layers.js`, layers(3));
  await server.open(script, text, 'javascript');
  expect(await hints(script)).toEqual([]);

  server.files.set(`${folder}index.html`, '<script src="parts/layers.js"></script><script src="model.js"></script>');
  const comes = server.nextProblems(script);
  await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: `${folder}index.html`, type: 1 }],
  });
  await comes;
  expect(await hints(script)).toEqual(['→ 7×7×4', '→ 196']);

  await server.open(`${folder}parts/layers.js`, layers(5), 'javascript');
  expect(await hints(script)).toEqual(['→ 5×5×4', '→ 100']);
});

it('a page has its problems at their lines', async () => {
  const page = `<p>a > b</p>\n<script>\n${text}model.add(tf.layers.dense({ units: 2, unitz: 3 }));\n</script>`;
  server.files.set(`${folder}layers.js`, layers(3));
  const [problem] = await server.open(`${folder}other.html`, `<script src="layers.js"></script>${page}`, 'html');
  expect(problem).toMatchObject({ range: { start: { line: 5, character: 38 } } });
});
