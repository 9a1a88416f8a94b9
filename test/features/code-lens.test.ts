import { expect, it } from 'vitest';
import { codeLenses } from '../../server/features/code-lens.ts';
import { analyse } from '../harness/check.ts';

const titles = (body: string) =>
  codeLenses(analyse('/project/model.ts', `import * as tf from '@tensorflow/tfjs';\n${body}`)).map(
    ({ title }) => title,
  );

it('stands above every model, with its totals', () => {
  const dense = "tf.sequential({ layers: [tf.layers.dense({ inputShape: [9], units: 10 })], name: 'NAME' })";
  expect(titles(`const a = ${dense.replace('NAME', 'a')};\nconst b = ${dense.replace('NAME', 'b')};`)).toEqual([
    'a · 100 parameters · 90 MACs · 400 B weights',
    'Preview',
    'Summary',
    'b · 100 parameters · 90 MACs · 400 B weights',
    'Preview',
    'Summary',
  ]);
});

it('says once how many variants there are of a model that depends on unknown conditions', () => {
  const lenses = titles(`export function build(wide: boolean) {
    const model = tf.sequential();
    if (wide) model.add(tf.layers.dense({ inputShape: [9], units: 10 }));
    else model.add(tf.layers.dense({ inputShape: [9], units: 1 }));
    return model;
  }`);
  expect(lenses).toEqual(['build · 100 parameters · 90 MACs · 400 B weights · 1 more variant', 'Preview', 'Summary']);
});

it('offers to assume a call of a function whose sizes are open, and says what is assumed', () => {
  const build = `export function build(size: number, units = 10) {
    return tf.sequential({ layers: [tf.layers.dense({ inputShape: [size], units })] });
  }`;
  expect(titles(build).slice(1)).toEqual(['Preview', 'Summary', 'Assume a Call…']);
  const assumed = titles(`/** @convlens build(9) */\n${build}`);
  expect(assumed).toEqual([
    'build · 100 parameters · 90 MACs · 400 B weights · assuming build(9)',
    'Preview',
    'Summary',
    'Assume a Call…',
  ]);
  expect(titles(build.replace('size: number', 'size = 9')).slice(1)).toEqual(['Preview', 'Summary']);
});
