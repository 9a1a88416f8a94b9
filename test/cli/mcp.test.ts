import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { tools } from '../../server/assist/tools.ts';
import { bundledCommand, convlens, root, scratchFolder } from './convlens.ts';

interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly json: unknown;
}

/** A client of either generation, connected to `convlens mcp` in a folder. */
interface Session {
  tools(): Promise<readonly { readonly name: string; readonly annotations?: unknown; readonly inputSchema: object }[]>;
  ask(name: string, input: object): Promise<Answer>;
  close(): Promise<void>;
}

async function connect(generation: 'first' | 'second', folder: string): Promise<Session> {
  const server = { command: process.execPath, args: [await bundledCommand, 'mcp', '--root', folder] };
  const about = { name: 'test', version: '1' };
  const client = generation === 'first' ? new FirstClient(about) : new Client(about);
  if (client instanceof FirstClient) await client.connect(new FirstTransport(server));
  else await client.connect(new StdioClientTransport(server));
  return {
    tools: async () => (await client.listTools()).tools,
    ask: async (name, input) => {
      const answer = await client.callTool({ name, arguments: { ...input } });
      const [content] = answer.content as readonly { readonly text: string }[];
      return { isError: answer.isError === true, text: content!.text, json: answer.structuredContent };
    },
    close: () => client.close(),
  };
}

const trial = { file: 'examples/lenet5.ts', changes: [{ layer: 'c3', set: { filters: 32, padding: 'same' } }] };

/** A tool, what it is asked, and the same on the command line. */
const questions = [
  ['convlens_summary', { file: 'examples/unet/train.ts' }, ['summary', 'examples/unet/train.ts', '--format', 'json']],
  [
    'convlens_summary',
    { file: 'examples/resnet50.ts', layers: false },
    ['summary', 'examples/resnet50.ts', '--format', 'json', '--no-layers'],
  ],
  ['convlens_check', { paths: ['examples'] }, ['check', 'examples', '--format', 'json']],
  [
    'convlens_check',
    { paths: ['examples/mistakes.ts'], models: false, rules: { 'empty-output': 'hint' } },
    ['check', 'examples/mistakes.ts', '--format', 'json', '--no-models', '--rule', 'empty-output=hint'],
  ],
  [
    'convlens_explain_layer',
    { file: 'examples/digits/model.json', layer: 'conv1' },
    ['explain', 'examples/digits/model.json', 'conv1', '--json'],
  ],
  ['convlens_what_if', trial, ['what-if', trial.file, '--set', 'c3.filters=32', '--set', 'c3.padding=same', '--json']],
  [
    'convlens_diff',
    { before: 'examples/resnet18.ts', after: 'examples/resnet50.ts' },
    ['diff', 'examples/resnet18.ts', 'examples/resnet50.ts', '--json'],
  ],
] as const;

describe.each(['first', 'second'] as const)('a client of the %s generation', (generation) => {
  let session: Session;
  beforeAll(async () => {
    session = await connect(generation, root);
  });
  afterAll(() => session.close());

  it('is offered five tools that change nothing', async () => {
    const offered = await session.tools();
    expect(offered.map(({ name }) => name)).toEqual(Object.keys(tools));
    for (const { annotations, inputSchema } of offered) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it.each(questions)('gets from %s for %j the JSON of the command line', async (name, input, args) => {
    const [answer, { stdout }] = await Promise.all([session.ask(name, input), convlens(args)]);
    expect(answer.isError, answer.text).toBe(false);
    expect(answer.json).toEqual(JSON.parse(stdout));
    expect(JSON.parse(answer.text)).toEqual(answer.json);
  });

  it.each([
    ['convlens_summary', {}, 'file: it is missing'],
    ['convlens_summary', { file: 3 }, 'file: it has to be of the type string'],
    ['convlens_summary', { file: 'examples/lenet5.ts', modle: 'x' }, 'there is no modle to be given'],
    [
      'convlens_summary',
      { file: 'examples/lenet5.ts', model: 'x' },
      'examples/lenet5.ts has no model x; it has lenet5',
    ],
    ['convlens_summary', { file: 'examples' }, 'examples: it is a folder'],
    ['convlens_summary', { file: 'package.json' }, 'package.json: no model was found'],
    ['convlens_check', { paths: ['nowhere'] }, 'nowhere: there is no such file or folder'],
    ['convlens_check', { rules: { 'no-such-rule': 'off' } }, 'there is no rule no-such-rule'],
    [
      'convlens_explain_layer',
      { file: 'examples/lenet5.ts', layer: 'c33' },
      'examples/lenet5.ts has no layer c33; did you mean c3?',
    ],
    ['convlens_what_if', { file: 'examples/lenet5.ts', changes: [{ layer: 'c3' }] }, 'changes.0.set: it is missing'],
    [
      'convlens_what_if',
      { file: 'examples/lenet5.ts', changes: [{ layer: 'c3', set: { filters: {} } }] },
      'changes.0.set.filters: it is of a kind that is not taken',
    ],
    [
      'convlens_diff',
      { before: 'examples/lenet5.ts@no-such', after: 'examples/lenet5.ts' },
      'the repository has no revision no-such',
    ],
  ])('is told by %s for %j what is wrong', async (name, input, words) => {
    expect(await session.ask(name, input)).toMatchObject({ isError: true, text: words });
  });
});

test('nothing outside of the root is read, whatever paths, links and imports say', async () => {
  const folder = scratchFolder();
  const model = (units: string) =>
    `import * as tf from '@tensorflow/tfjs';\nexport const secret = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: ${units} })] });\n`;
  const inner = path.join(folder, 'root');
  mkdirSync(inner);
  writeFileSync(path.join(folder, 'package.json'), '{}');
  writeFileSync(path.join(folder, 'outside.ts'), `${model('7')}export const units = 7;\n`);
  symlinkSync(path.join(folder, 'outside.ts'), path.join(inner, 'link.ts'));
  symlinkSync(folder, path.join(inner, 'up'));
  writeFileSync(path.join(inner, 'inside.ts'), `import { units } from '../outside.ts';\n${model('units')}`);
  const session = await connect('second', inner);
  for (const file of [
    '../outside.ts',
    path.join(folder, 'outside.ts'),
    `file://${folder}/outside.ts`,
    'link.ts',
    'up/outside.ts',
  ]) {
    const answer = await session.ask('convlens_summary', { file });
    expect(answer.isError, file).toBe(true);
    expect(answer.text).toMatch(/nothing else is read$/);
  }
  expect((await session.ask('convlens_check', { paths: ['../*.ts'] })).text).toMatch(/nothing else is read$/);
  const checked = await session.ask('convlens_check', {});
  expect(JSON.stringify(checked.json)).not.toContain('outside.ts');
  // What is imported stays a name.
  const summary = await session.ask('convlens_summary', { file: 'inside.ts' });
  expect(summary.json).toMatchObject({ models: [{ layers: [{ params: { total: '5·units' } }] }] });
  await session.close();
});

test('standard output is for the protocol alone, and a folder that is not there is said on standard error', async () => {
  const { status, stdout, stderr } = await convlens(['mcp', '--root', 'nowhere']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe('convlens: nowhere: there is no such file\n');
});
