import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { convlens, type Outcome, scratchFolder } from './convlens.ts';

const program = (rest = '') => `import * as tf from '@tensorflow/tfjs';
export const m = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2${rest} })] });
`;
const folder = scratchFolder();
const inFolder = (name: string): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
};

/** One line that says why, and nothing else. */
function expectFailure({ status, stdout, stderr }: Outcome, reason: string): void {
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^convlens: [^\n]*\n$/);
  expect(stderr).toContain(reason);
}

describe('what is no regular file', () => {
  const odd: Readonly<Record<string, { make: (file: string) => void; reason: string }>> = {
    'a device': { make: (file) => symlinkSync('/dev/zero', file), reason: 'it is no regular file' },
    'a pipe': { make: (file) => void execFileSync('mkfifo', [file]), reason: 'it is no regular file' },
    'a circle': {
      make: (file) => symlinkSync(path.basename(file), file),
      reason: 'it is a link that leads in a circle',
    },
  };

  test.each(Object.entries(odd))(
    '%s that is named is a failure, one that is come upon is skipped',
    async (kind, { make, reason }) => {
      const file = inFolder(`${kind}/odd.ts`);
      make(file);
      writeFileSync(path.join(path.dirname(file), 'fine.ts'), program());
      const [named, summary, found] = await Promise.all([
        convlens(['check', file]),
        convlens(['summary', file]),
        convlens(['check', path.dirname(file)]),
      ]);
      expectFailure(named, reason);
      expectFailure(summary, reason);
      expect(found.stdout).toBe('No problems in 1 model in 1 file.\n');
      expect(found.stderr).toMatch(
        /^convlens: skipped [^\n]*odd\.ts: it is (no regular file|a link that leads [^\n]*)\n$/,
      );
      expect(found.status).toBe(0);
    },
  );

  test('a folder with the name of a file is walked where it is come upon, and no model where one is wanted', async () => {
    writeFileSync(inFolder('walked/model.json/inner.ts'), program());
    expectFailure(await convlens(['summary', inFolder('walked/model.json')]), 'it is a folder');
    expect((await convlens(['check', inFolder('walked')])).stdout).toBe('No problems in 1 model in 1 file.\n');
  });

  test('what is too large is not read', async () => {
    const file = inFolder('large/model.json');
    writeFileSync(file, '{}');
    truncateSync(file, 2 ** 30);
    expectFailure(await convlens(['summary', file]), 'it has 1.00 GiB, and at most 128 MiB are read');
  });

  test('a link out of the folder is not followed, neither by walking nor by an import', async () => {
    writeFileSync(inFolder('outside/size.ts'), 'export const size = 7;\n');
    writeFileSync(inFolder('links/package.json'), '{}');
    writeFileSync(inFolder('links/real.ts'), 'export const size = 5;\n');
    symlinkSync('real.ts', inFolder('links/inside.ts'));
    symlinkSync(inFolder('outside/size.ts'), inFolder('links/out.ts'));
    symlinkSync(inFolder('outside'), inFolder('links/away'));
    const model = (from: string) => `import { size } from '${from}';\n${program().replace('units: 2', 'units: size')}`;
    const shapes = async (from: string) => {
      const file = inFolder(`links/of-${path.basename(from)}.ts`);
      writeFileSync(file, model(from));
      const { models } = JSON.parse((await convlens(['summary', file, '--format', 'json'])).stdout);
      return models[0].outputs;
    };
    expect(await shapes('./inside')).toEqual([[null, 5]]);
    expect(await shapes('./out')).not.toEqual([[null, 7]]);
    expect(await shapes('./away/size')).not.toEqual([[null, 7]]);
    const { stderr } = await convlens(['check', inFolder('links')]);
    expect(stderr).toContain('out.ts: it is a link that leads out of the folder');
    expect(stderr).not.toContain('inside.ts');
  });
});

describe('texts', () => {
  const colourful = program(', colour: 3').replace('\n', ' ');
  const problem = `1:${colourful.indexOf('colour') + 1}  warning  colour has no effect`;
  const encoders: Readonly<Record<string, (text: string) => Buffer>> = {
    'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
    'UTF-16, little end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    'UTF-16, big end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  };

  test.each(Object.entries(encoders))(
    'in %s are read, at their columns, and mended as they are',
    async (name, encode) => {
      const file = inFolder(`${name}.ts`);
      writeFileSync(file, encode(colourful));
      const piped = await convlens(['check', '-', '--stdin-filename', 'x.ts'], { stdin: encode(colourful) });
      expect(piped.stdout).toContain(problem);
      expect((await convlens(['check', file, '--fix'])).stdout).toBe('No problems in 1 model in 1 file.\n');
      expect(readFileSync(file)).toEqual(encode(program().replace('\n', ' ')));
    },
  );

  test('with octal escapes are whole: Node runs them', async () => {
    const { status, stdout } = await convlens(['check', '-', '--stdin-filename', 'colours.js'], {
      stdin: "const tf = require('@tensorflow/tfjs');\nconsole.log('\\033[2J', 010, tf.version);\n",
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.not.stringContaining('unfinished') });
  });

  test.each([
    [
      'a string',
      "export const m = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2, activation: 'rel",
    ],
    ['a call', 'const m = tf.sequential({ layers: ['],
  ])('that end in %s are unfinished', async (_, end) => {
    const { status, stdout, stderr } = await convlens(['check', '-', '--stdin-filename', 'half.ts'], {
      stdin: `import * as tf from '@tensorflow/tfjs';\n${end}`,
    });
    expect(stdout).toMatch(/half\.ts\n +2:\d+ {2}error {2}The program is unfinished: .* {2}syntax\n/);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  test('that are nested deeper than the parser goes are told, and no mistake of ConvLens', async () => {
    const { status, stdout, stderr } = await convlens(['check', '-', '--stdin-filename', 'deep.ts'], {
      stdin: `${program()}const deep = ${'() => '.repeat(8_000)}1;`,
    });
    expect(stdout).toMatch(/deep\.ts\n +1:1 {2}info {2}The analysis of this program stopped here: .* {2}budget\n/);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
