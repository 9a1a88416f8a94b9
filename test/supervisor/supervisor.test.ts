import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CodeAction, Hover } from 'vscode-languageserver-protocol';
import { misbehavingWorker, type Supervised, startSupervised } from './supervised.ts';

const net = (units: number, more = '') => `import * as tf from '@tensorflow/tfjs';
export const net = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: ${units} })] });
${more}`;
/** The interpreter spends all of its budget on it. */
const heavy = net(5, 'function f(n) { return f(n - 1) + f(n - 2); }\nf(9);\n');
const other = 'file:///project/other.ts';
const culprit = 'file:///project/culprit.ts';

// Each starts several workers, one after the other.
vi.setConfig({ testTimeout: 180_000 });

let server: Supervised;
afterEach(() => server.stop());

async function parameters(uri: string): Promise<string | null> {
  const position = { line: 1, character: 52 };
  const hover = await server.connection.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri },
    position,
  });
  return /\*\*(\d+)\*\* = /.exec(JSON.stringify(hover))?.[1] ?? null;
}

/** Resolves when a file's only problem is that it was set aside. */
async function setAside(uri: string): Promise<string> {
  for (;;) {
    const [problem, ...others] = await server.nextProblems(uri);
    if (problem?.code === 'set-aside' && others.length === 0) return String(problem.message);
  }
}

describe('a worker that ends', () => {
  it('is replaced by one that knows the documents as they are, and answers what was asked', async () => {
    server = await startSupervised();
    await server.open(other, net(2));
    expect(await parameters(other)).toBe('10');
    const character = net(2).split('\n')[1].indexOf('2');
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: other, version: 2 },
      contentChanges: [
        { range: { start: { line: 1, character }, end: { line: 1, character: character + 1 } }, text: '3' },
      ],
    });
    const asked = parameters(other);
    server.kill();
    expect(await asked).toBe('15');
    expect(server.started()).toBe(2);
    expect(server.health).toMatchObject([{ state: 'restarted', isSetAside: false }]);
  });

  it('is replaced by one that assumes the same calls', async () => {
    server = await startSupervised();
    const text =
      "import * as tf from '@tensorflow/tfjs';\nexport function make(units: number) { return tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units })] }); }\n";
    await server.open(other, text);
    await server.connection.sendRequest('convlens/assume', { uri: other, call: 'make(7)' });
    server.kill();
    const models = await server.connection.sendRequest<{ params: string }[]>('convlens/models', { uri: other });
    expect(models.map(({ params }) => params)).toContain('35');
  });
});

describe.each([
  ['loop', 1_000, 'its analysis did not end'],
  ['fill', 30_000, 'its analysis ran out of memory'],
])('a file whose analysis would %s forever', (fault, stall, reason) => {
  it('is set aside, the others keep their answers, and it is tried again when it is asked for or edited', async () => {
    server = await startSupervised(misbehavingWorker, { stall });
    await server.open(other, net(2));
    const aside = setAside(culprit);
    void server.open(culprit, net(3, `// TEST: ${fault}`));
    expect(await aside).toBe(`ConvLens set this file aside: ${reason}.`);
    expect(await parameters(other)).toBe('10');
    expect(await parameters(culprit)).toBeNull();
    expect(server.health.at(-1)).toEqual({ state: 'restarted', uri: culprit, isSetAside: true });

    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const [action] = await server.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: culprit },
      range,
      context: { diagnostics: [] },
    });
    expect(action).toMatchObject({ title: 'Analyse again', kind: 'quickfix' });
    const again = setAside(culprit);
    await server.connection.sendRequest('workspace/executeCommand', action!.command!);
    expect(await again).toContain(reason);

    expect(await server.change(culprit, net(3))).toEqual([]);
    expect(await parameters(culprit)).toBe('15');
    expect(await parameters(other)).toBe('10');
  });
});

it('a file that is set aside over what it imports says what that is', async () => {
  server = await startSupervised(misbehavingWorker, { stall: 500 });
  const aside = setAside(culprit);
  void server.open(culprit, net(3, "import { blocks } from './blocks'; // TEST: loop"));
  expect(await aside).toContain('The last file that it had read is blocks.ts.');
});

it('tries an edited file only so often', async () => {
  server = await startSupervised(misbehavingWorker, { stall: 500 });
  for (let times = 0; times < 3; times++) {
    const aside = setAside(culprit);
    if (times === 0) void server.open(culprit, net(3, '// TEST: loop'));
    else void server.change(culprit, net(3, `// TEST: loop ${times}`));
    await aside;
  }
  const before = server.started();
  void server.change(culprit, net(3));
  await server.open(other, net(2));
  expect(await parameters(culprit)).toBeNull();
  const readmitted = server.nextProblems(culprit);
  await server.connection.sendRequest('workspace/executeCommand', {
    command: 'convlens.analyseAgain',
    arguments: [culprit],
  });
  expect(await readmitted).toEqual([]);
  expect(await parameters(culprit)).toBe('15');
  expect(server.started()).toBeLessThanOrEqual(before + 1);
});

describe('beside a heavy program', () => {
  it('another file is answered before it, and it is answered too', async () => {
    server = await startSupervised();
    await server.open(other, net(2));
    let isAnalysed = false;
    const analysed = server.open(culprit, heavy).then(() => {
      isAnalysed = true;
    });
    // In one worker, one of these would wait for the whole analysis.
    while (server.started() < 2 && !isAnalysed) expect(await parameters(other)).toBe('10');
    expect(await parameters(other)).toBe('10');
    expect(isAnalysed).toBe(false);
    await analysed;
    expect(await parameters(culprit)).toBe('25');
    expect(server.started()).toBe(2);
    // None was ended: the program gave way when it was told to.
    expect(server.health.filter(({ state }) => state === 'restarted')).toEqual([]);
  });

  it('an edit of it ends the analysis of the text before', async () => {
    server = await startSupervised();
    await server.open(culprit, heavy);
    const versions: number[] = [];
    server.connection.onNotification(
      'convlens/analysed',
      ({ version }: { version: number }) => void versions.push(version),
    );
    for (let edit = 0; edit < 5; edit++) void server.change(culprit, `${heavy}// ${edit}`);
    expect(await server.change(culprit, net(6))).toEqual([]);
    expect(await parameters(culprit)).toBe('30');
    // The analysis of the first may end after its problems are shown.
    expect(versions.filter((version) => version > 1)).toEqual([7]);
  });

  it('what it imports is taken from the other worker’s editor', async () => {
    server = await startSupervised();
    const size = 'file:///project/size.ts';
    await server.open(size, 'export const units = 2;\n');
    await server.open(other, net(2));
    const importer = heavy.replace('units: 5', 'units').replace('\n', "\nimport { units } from './size';\n");
    const analysed = server.open(culprit, importer);
    await parameters(other);
    while ((await parameters(other)) && server.started() < 2);
    await analysed;
    const shapes = async () => {
      const [model] = await server.connection.sendRequest<{ shapes: string }[]>('convlens/models', { uri: culprit });
      return model?.shapes;
    };
    expect(await shapes()).toBe('4 → 2');
    const again = server.nextProblems(culprit);
    await server.change(size, 'export const units = 9;\n');
    await again;
    expect(await shapes()).toBe('4 → 9');
  });
});

it.each([
  ['opened', (text: string) => server.open(culprit, text)],
  [
    'edited',
    async (text: string): Promise<unknown> => {
      await server.open(culprit, net(4));
      return server.change(culprit, text);
    },
  ],
] as const)('gives a file that is very long when it is %s to the other worker at once', async (_, show) => {
  server = await startSupervised();
  await server.open(other, net(2));
  expect(server.started()).toBe(1);
  await show(net(3, `/*${' '.repeat(2 ** 19)}*/`));
  expect(server.started()).toBe(2);
  expect(await parameters(culprit)).toBe('15');
  expect(await parameters(other)).toBe('10');
});

it('answers a request that is cancelled at once, whatever its worker does', async () => {
  server = await startSupervised(misbehavingWorker, { patience: 60_000, firstPatience: 60_000, stall: 2_000 });
  await server.open(other, net(2));
  const aside = setAside(culprit);
  void server.open(culprit, net(3, '// TEST: loop'));
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  const position = { line: 1, character: 52 };
  const hover = server.connection.sendRequest(
    'textDocument/hover',
    { textDocument: { uri: other }, position },
    source.token,
  );
  source.cancel();
  await expect(hover).rejects.toMatchObject({ code: -32800 });
  expect(server.health).toEqual([]);
  await aside;
});
