import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { convlens, scratchFolder } from './convlens.ts';

const misspelt = `import * as tf from '@tensorflow/tfjs';
export const model = tf.sequential({
  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, stride: 2 })],
});
`;
const fine = misspelt.replace(', stride: 2', '');
const broken = fine.replace('filters: 8', 'filters: -8');

describe('check', () => {
  const folder = scratchFolder();
  const file = (name: string, text: string): string => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
    return name;
  };
  const check = (...args: string[]) => convlens(['check', ...args], { cwd: folder });

  test('says nothing is wrong, and exits with 0', async () => {
    expect(await check(file('fine.ts', fine))).toEqual({
      status: 0,
      stdout: 'No problems in 1 model in 1 file.\n',
      stderr: '',
    });
  });

  test('finds and mends models in components and pages of a folder', async () => {
    const inScript = (text: string) => `<p>a > b</p>\n<script>\n${text}</script>\n`;
    const colourful = misspelt.replace('stride: 2', 'stride: 2, colour: 3');
    for (const name of ['web/Net.vue', 'web/Net.svelte', 'web/index.html']) file(name, inScript(colourful));
    const { stdout } = await check('web', '--fix');
    expect(stdout).toContain('3 warnings · 3 models in 3 files.');
    expect(stdout).toContain('web/Net.vue\n  5:83  warning  stride has no effect');
    expect(readFileSync(path.join(folder, 'web/Net.vue'), 'utf8')).toBe(inScript(misspelt));
  });

  test('prints problems with their places and fixes; only errors fail', async () => {
    const { status, stdout } = await check(file('misspelt.ts', misspelt));
    expect(stdout).toContain('misspelt.ts\n  3:83  warning  stride has no effect');
    expect(stdout).toContain('ignored-argument');
    expect(stdout).toContain('fix: Use strides');
    expect(stdout).toContain('1 warning · 1 model in 1 file.');
    expect(status).toBe(0);
  });

  test.each([
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'error'], 0],
    [['--rule', 'ignored-argument=error'], 1],
    [['--rule', 'ignored-argument=error', '--fail-on', 'never'], 0],
    [['--rule', 'ignored-argument=off', '--fail-on', 'info'], 0],
  ])('%j exits with %i', async (options, status) => {
    expect((await check(file('misspelt.ts', misspelt), ...options)).status).toBe(status);
  });

  test('an error exits with 1', async () => {
    expect(await check(file('broken.ts', broken))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('invalid-argument'),
    });
  });

  test('JSON counts lines and characters from zero', async () => {
    const { stdout } = await check(file('misspelt.ts', misspelt), '--format', 'json');
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({ version: 1, files: [{ file: 'misspelt.ts', models: [{ name: 'model' }] }] });
    const [diagnostic] = json.files[0].diagnostics;
    const at = misspelt.split('\n')[2]!.indexOf('stride: 2');
    expect(diagnostic).toMatchObject({ rule: 'ignored-argument', severity: 'warning' });
    expect(diagnostic.range.start).toEqual({ line: 2, character: at });
    expect(diagnostic.fixes[0].edits[0]).toMatchObject({ newText: 'strides' });
  });

  test('SARIF and GitHub commands count from one', async () => {
    const name = file('misspelt.ts', misspelt);
    const column = misspelt.split('\n')[2]!.indexOf('stride: 2') + 1;
    const sarif = JSON.parse((await check(name, '--format', 'sarif')).stdout);
    expect(sarif.runs[0].results[0]).toMatchObject({ ruleId: 'ignored-argument', level: 'warning' });
    expect(sarif.runs[0].results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'misspelt.ts' },
      region: { startLine: 3, startColumn: column },
    });
    expect((await check(name, '--format', 'github')).stdout).toMatch(
      new RegExp(
        `^::warning file=misspelt\\.ts,line=3,endLine=3,col=${column},endColumn=\\d+,title=ignored-argument::`,
      ),
    );
  });

  test('--fix applies what is safe and leaves the rest', async () => {
    const name = file('fixable.ts', misspelt.replace('stride: 2', 'stride: 2, colour: 3'));
    const { stdout } = await check(name, '--fix');
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(misspelt);
    expect(stdout).toContain('1 warning');
  });

  test('folders and globs leave out dependencies, build output and what git ignores', async () => {
    file('tree/.git/HEAD', '');
    file('tree/.gitignore', 'generated/\n');
    for (const name of ['a.ts', 'deep/b.js', 'node_modules/c.ts', 'dist/d.ts', 'generated/e.ts', 'types.d.ts']) {
      file(`tree/${name}`, fine);
    }
    file('tree/package.json', '{"name": "x"}');
    for (const given of ['tree', 'tree/**/*.{ts,js,json}']) {
      const { stdout } = await check(given, '--format', 'json');
      expect(JSON.parse(stdout).files.map((one: { file: string }) => one.file)).toEqual([
        'tree/a.ts',
        'tree/deep/b.js',
        'tree/package.json',
      ]);
    }
    expect(JSON.parse((await check('tree/generated/e.ts', '--format', 'json')).stdout).files).toHaveLength(1);
  });

  test('standard input', async () => {
    const given = await convlens(['check', '-', '--stdin-filename', 'from-editor.ts'], {
      cwd: folder,
      stdin: misspelt,
    });
    expect(given.stdout).toContain('from-editor.ts\n  3:83  warning');
    expect(await convlens(['check', '-'], { stdin: misspelt })).toMatchObject({
      status: 2,
      stderr: 'convlens: reading standard input needs --stdin-filename, which tells the language\n',
    });
  });

  test('what cannot run is one line on standard error and 2', async () => {
    expect(await check('nowhere.ts')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'convlens: nowhere.ts: there is no such file or folder\n',
    });
    expect((await check('--format', 'xml')).status).toBe(2);
    expect(await check('--rule', 'no-rule=off')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('There is no rule no-rule.'),
    });
    expect((await check('--unknown')).status).toBe(2);
  });

  test('a truncated model and a circular one are findings, not failures', async () => {
    const layer = (name: string, from: string) => ({
      name,
      class_name: 'Dense',
      config: { name, units: 2 },
      inbound_nodes: [[[from, 0, 0, {}]]],
    });
    const circular = {
      class_name: 'Model',
      config: { name: 'c', layers: [layer('a', 'b'), layer('b', 'a')], input_layers: [], output_layers: [['b', 0, 0]] },
    };
    const text = JSON.stringify(circular, null, 1);
    expect(await check(file('circular.json', text))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('circle'),
    });
    expect(await check(file('cut.json', text.slice(0, 500)))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('The JSON ends in the middle'),
    });
  });
});

test('--help and --version everywhere', async () => {
  expect(await convlens(['--version'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
  for (const command of ['check', 'summary', 'run', 'explain']) {
    expect(await convlens([command, '--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`convlens ${command}`),
      stderr: '',
    });
  }
});

test('explain', async () => {
  expect((await convlens(['explain', 'groups-divide-channels'])).stdout).toMatch(
    /^Groups that do not divide[\s\S]*Why\n[\s\S]*What to do\n/,
  );
  expect((await convlens(['explain'])).stdout).toContain('shape-mismatch');
  expect(await convlens(['explain', 'shape-mismach'])).toEqual({
    status: 2,
    stdout: '',
    stderr: 'convlens: there is no rule shape-mismach; did you mean shape-mismatch?\n',
  });
});
