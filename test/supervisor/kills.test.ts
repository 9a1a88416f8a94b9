import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { TestServer } from '../harness/server.ts';
import { startSupervised } from './supervised.ts';

const folder = join(import.meta.dirname, '../../examples');
const files = ['lenet5.ts', 'mistakes.ts', 'digits/model.json', 'unet/unet.ts'].map((name) => {
  const path = join(folder, name);
  return { uri: pathToFileURL(path).href, text: readFileSync(path, 'utf8') };
});

it('the worker may end 50 times during edits: every answer afterwards is a fresh server’s', async () => {
  const random = seeded(7);
  const server = await startSupervised();
  const texts = new Map(files.map(({ uri, text }) => [uri, text]));
  const problems = watchProblems(server);
  for (const [uri, text] of texts) await server.open(uri, text);
  for (let kill = 0; kill < 50; kill++) {
    const { uri } = files[Math.floor(random() * files.length)]!;
    texts.set(uri, edited(texts.get(uri)!, random));
    const analysed = server.change(uri, texts.get(uri)!);
    // Before the change is read, while it is analysed, or after that.
    if (random() < 0.3) await analysed;
    else await new Promise((resolve) => setTimeout(resolve, 40 * random()));
    server.kill();
    if (random() < 0.5) await server.connection.sendRequest('convlens/models', { uri });
  }
  // What was typed last is known to the last worker.
  for (const { uri, text } of files) await server.change(uri, text);
  const answers = await allAnswers(server);

  const fresh = await startSupervised();
  const freshProblems = watchProblems(fresh);
  for (const { uri, text } of files) await fresh.open(uri, text);
  expect(answers).toEqual(await allAnswers(fresh));
  // Those that another document's analysis finds in a file come when that is analysed.
  for (const { uri } of files) await expect.poll(() => problems.get(uri)).toEqual(freshProblems.get(uri));
  expect(server.started()).toBeGreaterThan(40);
  await Promise.all([server.stop(), fresh.stop()]);
}, 240_000);

/** The last problems of each file, without order. */
function watchProblems(server: TestServer): ReadonlyMap<string, readonly string[]> {
  const problems = new Map<string, readonly string[]>();
  server.onProblems = (uri: string, found: readonly Diagnostic[]) => {
    problems.set(uri, found.map((problem) => JSON.stringify(problem)).sort());
  };
  return problems;
}

async function allAnswers(server: TestServer): Promise<unknown> {
  const answers: unknown[] = [];
  for (const { uri, text } of files) {
    const textDocument = { uri };
    const end = { line: text.split('\n').length, character: 0 };
    const range = { start: { line: 0, character: 0 }, end };
    for (const method of ['inlayHint', 'codeLens', 'documentSymbol']) {
      answers.push(await server.connection.sendRequest(`textDocument/${method}`, { textDocument, range }));
    }
    answers.push(await server.connection.sendRequest('convlens/models', { uri }));
    for (let line = 0; line < end.line; line += 3) {
      for (const character of [8, 20]) {
        answers.push(
          await server.connection.sendRequest('textDocument/hover', { textDocument, position: { line, character } }),
        );
      }
    }
  }
  return answers;
}

/** Another digit somewhere, or a character less. */
function edited(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  return random() < 0.5
    ? text.slice(0, at) + text.slice(at + 1)
    : text.replace(/\d(?=\D*$)/, String(Math.floor(random() * 9) + 1));
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
