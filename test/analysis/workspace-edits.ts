/** Random workspaces of three programs that import each other, and edits as fingers make them. */
import fc from 'fast-check';
import { randomProgram } from '../frontends/typescript/program-generator.ts';

export const uris = ['file:///w/main.js', 'file:///w/parts.js', 'file:///w/sizes.js'] as const;

/** The programs by URI: a generated one that also uses blocks, models and sizes of the others. */
export function workspace(seed: number): Map<string, string> {
  const [main, parts, sizes] = uris;
  return new Map([
    [main, `import { part, made, Tower, kept } from './parts.js';\n${randomProgram(seed)}\n${users}`],
    [parts, providers],
    [sizes, 'export const base = 4;\nexport const widths = [2, base, 6];\nexport let count = 1;\n'],
  ]);
}

const users = `
export function fromParts(size = 16) {
  const input = tf.input({ shape: [size, 16, 3] });
  let x = part(input, 8);
  for (const width of kept) x = part(x, width, { padding: 'same' });
  kept.push(x.shape[3]);
  x = tf.layers.conv2d({ filters: 5, kernelSize: 2, padding: 'same', activation: 'relu' }).apply(x);
  x = tf.layers.batchNormalization().apply(x);
  return tf.model({ inputs: input, outputs: part(x) });
}
made.add(tf.layers.dense({ units: 3 }));
const tower = new Tower(2).grow(3).grow(5);
export const towered = tower.finish();
export const again = fromParts();
export function unfinished(input, units) {
  const x = tf.layers.dense({ units, name: 'open' }).apply(tf.layers.flatten().apply(input));
  return tf.model({ inputs: input, outputs: units ? x : tf.layers.dense({ units: 4 }).apply(x) });
}
`;

const providers = `import * as tf from '@tensorflow/tfjs';
import { base, widths } from './sizes.js';
export const kept = [...widths];
export function part(x, filters = base, options = {}) {
  x = tf.layers.conv2d({ filters, kernelSize: 3, ...options }).apply(x);
  return tf.layers.batchNormalization().apply(x);
}
export const made = tf.sequential({ layers: [tf.layers.dense({ units: base, inputShape: [widths.length] })] });
export class Tower {
  constructor(depth) { this.input = this.x = tf.input({ shape: [8] }); while (depth-- > 0) this.grow(base); }
  grow(units) { this.x = tf.layers.dense({ units }).apply(this.x); return this; }
  finish() { return tf.model({ inputs: this.input, outputs: this.x }); }
  alone() { return tf.model({ inputs: this.input, outputs: tf.layers.dense({ units: 1 }).apply(this.x) }); }
}
`;

/** An edit of one of the files; places are fractions of its length. */
export interface Edit {
  readonly file: string;
  readonly kind: 'number' | 'type' | 'delete' | 'cut' | 'line' | 'swap' | 'name' | 'undo';
  readonly at: number;
  readonly other: number;
  readonly sign: string;
}

export const edits: fc.Arbitrary<Edit> = fc.record({
  file: fc.constantFrom(uris[0], ...uris),
  kind: fc.constantFrom('number', 'number', 'type', 'delete', 'cut', 'line', 'swap', 'name', 'undo', 'undo'),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  other: fc.double({ min: 0, max: 0.999, noNaN: true }),
  sign: fc.constantFrom(...'(){}[].,;=+*/<>?:&|\'"`#\n ', '// ', '/* */', 'null', '=>', ' x ', '// convlens-disable\n'),
});

export function applyEdit(text: string, { kind, at, other, sign }: Edit): string {
  const start = Math.floor(at * text.length);
  switch (kind) {
    case 'type':
      return text.slice(0, start) + sign + text.slice(start);
    case 'delete':
      return text.slice(0, start) + text.slice(start + Math.floor(other * 30));
    case 'cut':
      return text.slice(0, start);
    case 'number':
      return replaceOne(text, /\b\d+\b/g, at, String(1 + Math.floor(other * 9)));
    case 'name':
      return replaceOne(text, /\b(?:conv2d|dense|relu|same|x|units|filters|input)\b/g, at, other < 0.5 ? 'y' : 'tanh');
    case 'line':
      return withLines(text, (lines) => lines.splice(Math.floor(at * lines.length), 1, ...(other < 0.5 ? [] : [sign])));
    case 'swap':
      return withLines(text, (lines) => {
        const [a, b] = [Math.floor(at * lines.length), Math.floor(other * lines.length)];
        [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
      });
    default:
      return text;
  }
}

function replaceOne(text: string, pattern: RegExp, at: number, replacement: string): string {
  const found = [...text.matchAll(pattern)];
  const match = found[Math.floor(at * found.length)];
  return match ? text.slice(0, match.index) + replacement + text.slice(match.index + match[0].length) : text;
}

function withLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}
