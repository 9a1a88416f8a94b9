import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOutPackage } from '../../scripts/npm-package.mjs';
import { root } from '../../scripts/setup/run.mjs';
import { project, run, tool } from './laid-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'convlens-npm-'));
const laidOut = join(folder, 'laid-out');
const user = join(folder, 'user');
let tarball = '';

const use = `const model = sequential({
  layers: [conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 }), flatten(), dense({ units: 10 })],
});
console.log(JSON.stringify(analyseGraph(model.graph).totals.params));
`;
const names = 'analyseGraph, conv2d, dense, flatten, sequential';

/** 8·(3·3·1 + 1) + 26·26·8·10 + 10. */
const params = '{"total":54170,';

beforeAll(async () => {
  await layOutPackage(laidOut);
  const packed = run('npm', ['pack', laidOut, '--silent', '--pack-destination', folder], folder);
  tarball = join(folder, packed.stdout.trim());
  mkdirSync(user);
  project(user, { 'package.json': '{ "name": "user", "private": true }' });
  const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], user);
  expect(installed.stderr).not.toContain('npm error');
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('the npm package', () => {
  it('has a manifest and types that tools accept', () => {
    const lint = run(tool('publint'), ['--strict', laidOut], root);
    expect(lint.stdout + lint.stderr).toContain('All good!');
    const types = run(tool('attw'), [tarball, '--profile', 'esm-only', '--no-emoji'], root);
    expect(types.status, types.stdout + types.stderr).toBe(0);
  });

  it('brings no other package', () => {
    expect(readdirSync(join(user, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['convlens']);
    const { dependencies, private: isPrivate } = JSON.parse(readFileSync(join(laidOut, 'package.json'), 'utf8'));
    expect([dependencies, isPrivate]).toEqual([undefined, undefined]);
  });

  it('holds the texts of the licences of what is in it', () => {
    const notices = readFileSync(join(laidOut, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    for (const name of ['typescript', 'commander', 'fft.js', 'd3-scale-chromatic']) {
      expect(notices).toContain(`\n${name} `);
    }
    expect(notices).not.toContain('\nlit-html ');
  });

  it.each([
    ['import', 'app.mjs', `import { ${names} } from 'convlens';\n${use}`],
    ['require', 'app.cjs', `const { ${names} } = require('convlens');\n${use}`],
  ])('is taken in by %s', (_, file, text) => {
    project(user, { [file]: text });
    const { stdout, stderr } = run(process.execPath, [file], user);
    expect(stderr).toBe('');
    expect(stdout).toContain(params);
  });

  it.each(['bundler', 'nodenext', 'node16'])('has types for moduleResolution %s', (moduleResolution) => {
    const module = moduleResolution === 'bundler' ? 'esnext' : moduleResolution;
    const options = {
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: [],
      lib: ['es2023', 'dom'],
    };
    project(user, {
      'app.mts': `import { ${names}, type Graph } from 'convlens';\n${use}export const graph: Graph = model.graph;\n// @ts-expect-error\nconv2d({ filters: 'many' });\n`,
      'tsconfig.json': JSON.stringify({ compilerOptions: options, files: ['app.mts'] }),
    });
    const { stdout, status } = run(tool('tsc'), ['-p', '.'], user);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('has the schema of its files', () => {
    project(user, { 'schema.cjs': "console.log(require('convlens/schema').title);\n" });
    expect(run(process.execPath, ['schema.cjs'], user).stdout.trim()).not.toBe('undefined');
  });
});

describe('its command line', () => {
  const convlens = (...args: string[]) => run(join(user, 'node_modules/.bin/convlens'), args, user);
  const model =
    "import * as tf from '@tensorflow/tfjs';\nexport const net = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 4, padding: 'same' })] });\n";

  it('checks, sums up, runs and explains', () => {
    project(user, { 'src/model.ts': model });
    expect(convlens('check', 'src', '--fail-on', 'warning')).toMatchObject({ status: 1, stderr: '' });
    expect(convlens('check', 'src').stdout).toContain('even-kernel-padding');
    expect(convlens('summary', 'src/model.ts').stdout).toContain('28×28×8');
    expect(convlens('run', 'src/model.ts').stdout).toContain('Conv2D');
    expect(convlens('explain', 'even-kernel-padding').stdout).toContain('What to do');
    expect(convlens('--help').stdout).toMatch(/check .*summary .*run .*explain /s);
    expect(convlens('help', 'check').stdout).toContain('--fail-on');
    expect(convlens('chekc')).toMatchObject({ status: 2, stderr: expect.stringContaining('check') });
  });

  it('tells its version in next to no time', () => {
    const clock = join(folder, 'clock.cjs');
    project(folder, {
      'clock.cjs':
        "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.error((user + system) / 1e6); });\n",
    });
    const command = join(user, 'node_modules/convlens/bin/convlens.cjs');
    const spent = Array.from({ length: 5 }, () => {
      const { stdout, stderr } = run(process.execPath, ['--require', clock, command, '--version'], user);
      expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
      return Number(stderr);
    });
    // The quickest: the first one compiles, and others of the machine get in the way.
    expect(Math.min(...spent)).toBeLessThan(0.15);
  });
});
