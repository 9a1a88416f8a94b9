import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { convlens, scratchFolder } from './convlens.ts';

describe('what-if', () => {
  // 5·5·6·32 + 32 parameters, and 10·10·5·5·6·32 multiply-adds.
  test('a table of what changes', async () => {
    const { status, stdout } = await convlens(['what-if', 'examples/lenet5.ts', '--set', 'c3.filters=32']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^params +61,706 +112,122 +\+50,416 \(\+82%\)$/m);
    expect(stdout).toMatch(
      /^~ {2}c3 +Conv2D +examples\/lenet5\.ts:22 {2}filters 16 → 32; output \[\?, 10, 10, 16\] → \[\?, 10, 10, 32\]; params 2,416 → 4,832; MACs 240 k → 480 k$/m,
    );
    expect(stdout).toContain('5 layers are the same.');
  });

  test('problems that would come', async () => {
    const { stdout } = await convlens([
      'what-if',
      'examples/lenet5.ts',
      '--input-shape',
      '8,8,1',
      '--format',
      'markdown',
    ]);
    expect(stdout).toContain('| input | \\[?, 28, 28, 1\\] | \\[?, 8, 8, 1\\] |');
    expect(stdout).toMatch(/^- New error: .*empty-output, examples\/lenet5\.ts:22/m);
  });

  test('what makes no sense is refused in a line', async () => {
    for (const [args, words] of [
      [[], 'convlens: nothing is changed: name a layer and its arguments, or sizes of the inputs\n'],
      [['--set', 'c9.filters=3'], 'convlens: examples/lenet5.ts has no layer c9; did you mean c1?\n'],
      [['--set', 'c3.filters=many'], "convlens: filters of c3 can't be 'many': it has to be a positive integer\n"],
    ] as const) {
      const { status, stderr } = await convlens(['what-if', 'examples/lenet5.ts', ...args]);
      expect([status, stderr]).toEqual([2, words]);
    }
  });
});

describe('explain', () => {
  test('a layer by its line', async () => {
    const { status, stdout } = await convlens(['explain', 'examples/lenet5.ts', '22']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^c3 {2}Conv2D, 2-D convolution {2}examples\/lenet5\.ts:22\n/);
    expect(stdout).toMatch(/^parameters +2,416 = 5·5·6·16 \+ 16$/m);
    expect(stdout).toMatch(/^strides +\[1,1\] +default$/m);
  });

  test('a rule, as before', async () => {
    const { stdout } = await convlens(['explain', 'empty-output']);
    expect(stdout).toMatch(/^Window larger than its input {2}empty-output, error\n/);
    expect((await convlens(['explain', 'empty-output', '--json'])).status).toBe(2);
  });
});

describe('diff of revisions', () => {
  const folder = scratchFolder();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', '-c', 'commit.gpgsign=false', ...args], {
      cwd: folder,
    });
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  const model = `import * as tf from '@tensorflow/tfjs';
import { filters } from './sizes';
export const model = tf.sequential();
model.add(tf.layers.conv2d({ inputShape: [8, 8, 1], filters, kernelSize: 3, name: 'only' }));
`;

  test('reads a file, and what it imports, as they were', async () => {
    git('init', '--quiet');
    mkdirSync(path.join(folder, 'src'));
    write('src/model.ts', model);
    write('src/sizes.ts', 'export const filters = 4;\n');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    write('src/sizes.ts', 'export const filters = 6;\n');
    const { stdout, stderr } = await convlens(['diff', 'src/model.ts@HEAD', 'src/model.ts', '--json'], { cwd: folder });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      before: { file: 'src/model.ts@HEAD' },
      models: [
        {
          totals: { params: { before: 40, after: 60, change: 20 } },
          layers: [
            {
              label: 'only',
              at: 'src/model.ts:4',
              before: { at: 'src/model.ts@HEAD:4' },
              attributes: { filters: { before: 4, after: 6 } },
            },
          ],
        },
      ],
    });
  });

  test('reads its callers as they were', async () => {
    const builder = (size: string) => `import * as tf from '@tensorflow/tfjs';
export function build(size: number) {
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [${size}], units: 2 }));
  return model;
}
`;
    write('package.json', '{}');
    write('src/build.ts', builder('size'));
    write('src/use.ts', "import { build } from './build';\nbuild(10);\n");
    git('add', '.');
    git('commit', '--quiet', '--message', 'second');
    write('src/use.ts', "import { build } from './build';\nbuild(20);\n");
    const { stdout } = await convlens(['diff', 'src/build.ts@HEAD', 'src/build.ts', '--json'], { cwd: folder });
    expect(JSON.parse(stdout).models).toMatchObject([{ totals: { params: { before: 22, after: 42 } } }]);
  });

  test.each([
    ['src/model.ts@nowhere', 'convlens: the repository has no revision nowhere\n'],
    ['src/model.ts@--output=x', 'convlens: the repository has no revision --output=x\n'],
    ['src/gone.ts@HEAD', 'convlens: src/gone.ts: there is no such file in HEAD\n'],
  ])('says of %s what is missing', async (given, words) => {
    const { status, stderr } = await convlens(['diff', given, 'src/model.ts'], { cwd: folder });
    expect([status, stderr]).toEqual([2, words]);
  });
});
