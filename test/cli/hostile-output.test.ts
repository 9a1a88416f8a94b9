import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../core/engine/npy.ts';
import { fileStems } from '../../server/cli/run/file-stems.ts';
import { readNpy } from '../../server/cli/run/npy.ts';
import { readPng } from '../../server/cli/run/png.ts';
import { bundledCommand, convlens, scratchFolder } from './convlens.ts';

const folder = scratchFolder();
const write = (name: string, text: string | Uint8Array): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const header = "import * as tf from '@tensorflow/tfjs';\n";
const unseen = /(?![\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('names that want to be more than names', () => {
  const names = {
    terminal: '\u001b[31mRED\u001b]0;pwned\u0007\u001b[2J\u202eevil\u2066',
    lines: 'a\nb\r\n::error::c%0A::error file=a::b',
    formula: '=HYPERLINK(1),"q"',
    markdown: 'a` ![t](https://evil.example/x.png) [c](command:x) | b',
    long: 'n'.repeat(100_000),
  };
  const layers = Object.values(names).flatMap((name) => [
    { class_name: 'Dense', config: { name, units: 2, batch_input_shape: [null, 4], activation: name, [name]: 1 } },
    { class_name: name, config: { name: `${name}2` } },
  ]);
  const models = Object.values(names).map((name) => ({
    class_name: 'Sequential',
    config: { name, layers: layers.slice(0, 1) },
  }));
  const file = write(
    'names/model.json',
    JSON.stringify({ class_name: 'Sequential', config: { name: names.terminal, layers: [...layers, ...models] } }),
  );

  test.each([
    ['summary', 'table'],
    ['summary', 'csv'],
    ['summary', 'markdown'],
    ['check', 'text'],
    ['check', 'github'],
    ['check', 'sarif'],
  ])('%s as %s', async (command, format) => {
    const { stdout } = await convlens([command, file, '--format', format]);
    expect(stdout.length).toBeGreaterThan(100);
    expect(stdout).not.toMatch(unseen);
    if (format !== 'csv') for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(3_000);
    checks[format]?.(stdout);
  });

  const checks: Readonly<Record<string, (text: string) => void>> = {
    csv: (text) => expect(text).not.toMatch(/(^|,)"?[=+@-]/m),
    markdown: (text) => expect(text).not.toMatch(/(?<!\\)(\[|!\[|`)/),
    github: (text) => {
      for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^::(error|warning|notice) file=[^:]+::/);
    },
    sarif: (text) => {
      const { runs } = JSON.parse(text);
      expect(runs[0].results.length).toBeGreaterThan(3);
      for (const { message } of runs[0].results) expect(message.text).not.toMatch(/(?<!\\)\[[^\]]*\]\(/);
    },
  };

  test('why it cannot run', async () => {
    const failure = await convlens(['run', file, '--engine', 'reference']);
    expect(failure).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^convlens: [^\n]{1,1200}\n$/),
    });
    expect(failure.stderr).not.toMatch(unseen);
  });

  test('arguments of the command itself', async () => {
    const { status, stdout, stderr } = await convlens(['check', '\u001b[31mno\nfile.ts']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe('convlens: \\u001b[31mno\\nfile.ts: there is no such file or folder\n');
  });
});

/** Runs the command with its output going where it is told. */
async function withOutput(
  stdout: 'pipe' | number,
  args: readonly string[],
): Promise<{ status: number | null; stderr: string }> {
  const child = spawn(process.execPath, [await bundledCommand, ...args], { stdio: ['ignore', stdout, 'pipe'] });
  // Reads the first bytes, as `head -1` does, and goes away.
  child.stdout?.once('data', () => child.stdout?.destroy());
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stderr })));
}

describe('an output that ends', () => {
  const layer = 'tf.layers.dense({ inputShape: [4], units: 2 })';
  const models = Array.from(
    { length: 400 },
    (_, index) => `export const m${index} = tf.sequential({ layers: [${layer}] });\n`,
  );

  test('because its reader has gone is the end of the command, in silence', async () => {
    const file = write('many/models.ts', header + models.join(''));
    expect(await withOutput('pipe', ['summary', file, '--format', 'json'])).toEqual({ status: 2, stderr: '' });
  });

  test.skipIf(!existsSync('/dev/full'))('because the disk is full is a failure in one line', async () => {
    const file = write('few/models.ts', header + models[0]);
    expect(await withOutput(openSync('/dev/full', 'w'), ['summary', file])).toEqual({
      status: 2,
      stderr: 'convlens: standard output: the disk is full\n',
    });
  });
});

describe('outputs of a run', () => {
  const shared = `${header}const i = tf.input({ shape: [4, 4, 3], name: 'in' });
const a = tf.layers.conv2d({ name: 'a', filters: 3, kernelSize: 1 });
const b = tf.layers.conv2d({ name: 'A_2', filters: 3, kernelSize: 1 });
const c = tf.layers.conv2d({ name: '../../up', filters: 3, kernelSize: 1 });
export const m = tf.model({ inputs: i, outputs: c.apply(b.apply(a.apply(a.apply(i)))) });
`;

  test('have names of their own, stay in the folder, and say what they replace', async () => {
    const file = write('outputs/model.ts', shared);
    const precious = write('outputs/precious.txt', 'precious');
    const out = path.join(folder, 'outputs/deep/out');
    mkdirSync(out, { recursive: true });
    symlinkSync(precious, path.join(out, 'a.npy'));
    const { stdout, status } = await convlens(['run', file, '--engine', 'reference', '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toContain('wrote 10 files');
    expect(stdout).toContain('(1 in place of files that were there)');
    expect(readdirSync(out).sort()).toEqual(
      ['in', 'a', 'a_3', 'A_2', '__.._up'].flatMap((stem) => [`${stem}.npy`, `${stem}.png`]).sort(),
    );
    expect(readFileSync(precious, 'utf8')).toBe('precious');
    expect(readNpy(readFileSync(path.join(out, 'a.npy'))).shape).toEqual([1, 4, 4, 3]);
  });

  test('are told apart whatever the layers are called', () => {
    const long = 'n'.repeat(300);
    const stems = fileStems(['a', 'a', 'A', 'a_2', '../x', '..\\x', 'nul', 'b\0c', '', '.', long, `${long}m`]);
    expect(stems.slice(0, 4)).toEqual(['a', 'a_3', 'A_4', 'a_2']);
    expect(new Set(stems.map((stem) => stem.toLowerCase())).size).toBe(stems.length);
    for (const stem of stems) {
      expect(stem).toMatch(/^[\w][\w.-]*$/);
      expect(stem.length).toBeLessThan(200);
      expect(stem).not.toMatch(/^(nul|con)$/i);
    }
  });
});

describe('pictures and arrays', () => {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, 'latin1');
    out.set(data, 8);
    return out;
  };
  const png = (width: number, height: number, pixels: Uint8Array, ...more: Buffer[]): Buffer => {
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head[8] = 8;
    const chunks = [chunk('IHDR', head), ...more, chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))];
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
  };

  test.each([
    [
      'claims too much',
      png(60_000, 60_000, Buffer.alloc(10)),
      'the picture is 60000×60000, which is more than is read',
    ],
    ['has no pixel', png(0, 0, Buffer.alloc(0)), 'the picture is 0×0: it has no pixel'],
    ['is short', png(64, 64, Buffer.alloc(100)), 'the PNG ends before its last pixel'],
    ['unpacks to more than it claims', png(2, 2, Buffer.alloc(10_000_000)), 'damaged, or more than its header says'],
    ['is cut off', png(4, 4, Buffer.alloc(20)).subarray(0, 50), 'the PNG ends in the middle'],
    ['is none', Buffer.from('junk'), 'this is no PNG'],
    ['has no header', Buffer.from('89504e470d0a1a0a0000000049454e4400000000', 'hex'), 'the PNG has no header'],
  ])('a picture that %s is refused', (_, file, reason) => {
    expect(() => readPng(file)).toThrow(reason);
  });

  test('a profile that unpacks to much is not unpacked', () => {
    const profile = chunk(
      'iCCP',
      Buffer.concat([Buffer.from('name\0\0', 'latin1'), deflateSync(Buffer.alloc(50_000_000))]),
    );
    const before = process.memoryUsage().arrayBuffers;
    expect(readPng(png(2, 2, Buffer.alloc(6), profile))).toMatchObject({ width: 2, height: 2 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('a picture is read as it was written', () => {
    const data = Uint8Array.from({ length: 60 }, (_, index) => 4 * index);
    const picture = readPng(Buffer.from(encode({ width: 5, height: 3, channels: 4, data })));
    expect([...picture.data]).toEqual([...data]);
  });

  test.each([
    ['claims too much', '(1000000, 1000000, 3)', 0, 'shorter than its header says'],
    ['has more than it claims', '(2,)', 12, 'longer than its header says'],
    ['has a size below zero', '(-1, 4)', 0, 'has no shape'],
    ['has half an element', '(0.5,)', 0, 'has no shape'],
    ['has no sizes', '(a, b)', 0, 'has no shape'],
  ])('an array that %s is refused', (_, shape, bytes, reason) => {
    const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117).concat('\n');
    const file = Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
      Buffer.from(text),
      Buffer.alloc(bytes),
    ]);
    expect(() => readNpy(file)).toThrow(reason);
  });

  test('a command that is given one says so in one line', async () => {
    const model = write(
      'inputs/model.ts',
      `${header}export const m = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 1, kernelSize: 1 })] });\n`,
    );
    const picture = write('inputs/bomb.png', png(20_000, 20_000, Buffer.alloc(10)));
    expect(await convlens(['run', model, '--engine', 'reference', '--input', picture])).toEqual({
      status: 2,
      stdout: '',
      stderr: `convlens: ${picture}: the picture is 20000×20000, which is more than is read\n`,
    });
    expect(readNpy(Buffer.from(writeNpy({ shape: [2], data: new Float32Array([1, 2]) }))).shape).toEqual([2]);
  });
});
