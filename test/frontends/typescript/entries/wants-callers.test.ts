import { expect, it } from 'vitest';
import { analyse } from '../../../harness/check.ts';

const tf = "import * as tf from '@tensorflow/tfjs';\n";
const conv = (shape: string) => `tf.layers.conv2d({ inputShape: ${shape}, filters: 8, kernelSize: 3 })`;

const open: Readonly<Record<string, string>> = {
  'a function that nobody calls': `export const build = (size) => tf.sequential({ layers: [${conv('[size, size, 3]')}] });`,
  'a class that nobody makes': `export class Net { constructor(size) { this.net = tf.sequential({ layers: [${conv('[size, size, 3]')}] }); } }`,
  'a layer that no model holds': 'export const shared = tf.layers.conv2d({ filters: 8, kernelSize: 3 });',
  'a model without an input': 'export const body = tf.sequential({ layers: [tf.layers.dense({ units: 3 })] });',
};

const closed: Readonly<Record<string, string>> = {
  'a model of known sizes': `export const net = tf.sequential({ layers: [${conv('[28, 28, 1]')}] });`,
  'a function that takes nothing': `export const build = () => tf.sequential({ layers: [${conv('[28, 28, 1]')}] });`,
  'a function that is called': `const build = (size) => tf.sequential({ layers: [${conv('[size, size, 3]')}] });\nbuild(32);`,
  'a function that makes no layers': `const net = tf.sequential({ layers: [${conv('[28, 28, 1]')}] });
export async function train(model, data) { await model.fit(data.images, data.labels); }`,
};

it.each(Object.entries(open))('%s is up to its callers', (_, text) => {
  expect(analyse('/a.js', tf + text).wantsCallers).toBe(true);
});

it.each(Object.entries(closed))('%s is not', (_, text) => {
  expect(analyse('/a.js', tf + text).wantsCallers).toBe(false);
});
