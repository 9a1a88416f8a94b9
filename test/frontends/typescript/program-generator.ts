/** Random programs that TensorFlow.js accepts, written the way people write them. */

/** A reproducible stream of numbers: mulberry32, public domain, by Tommy Ettinger. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Chooser {
  number(least: number, most: number): number;
  one<T>(...choices: readonly T[]): T;
  /** The same of a list that may be too long for a call's arguments. */
  of<T>(choices: readonly T[]): T;
  chance(probability: number): boolean;
}

/** Choices made by a stream of numbers. */
export function chooser(random: () => number): Chooser {
  const number = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    number,
    one: (...choices) => choices[number(0, choices.length - 1)]!,
    of: (choices) => choices[number(0, choices.length - 1)]!,
    chance: (probability) => random() < probability,
  };
}

/** A program that makes one to three models, each by a form of its own. */
export function randomProgram(seed: number): string {
  const pick = chooser(randomFrom(seed));
  const parts = ["import * as tf from '@tensorflow/tfjs';", ...helpers(pick)];
  const count = pick.number(1, 3);
  for (let index = 0; index < count; index += 1) {
    const form = pick.one(
      ...[sequentialAdd, sequentialList, functional, functional, byClass, byTable, residual, shared, nested],
      ...[promised, taken],
    );
    parts.push(form(pick, index));
  }
  return parts.join('\n');
}

/** Values of the program written as literals, variables or arithmetic. */
function amount(pick: Chooser, value: number): string {
  return pick.one(
    `${value}`,
    `${value}`,
    `${value * 2} / 2`,
    `${value} << 0`,
    `Math.max(${value}, 1)`,
    `(${value - 1} + 1)`,
    `Number('${value}')`,
    `(() => ${value})()`,
    `[${value}][0]`,
    `({ n: ${value} }).n`,
    `Math.floor(${value}.5)`,
    `+'${value}'`,
    `Number(${value}n)`,
    `[3, ${value}].at(-1)`,
    `[, ${value}].reduce((a, b) => a + b)`,
    `'${'x'.repeat(value)}'.length`,
    `'width=${value}'.match(/=(\\d+)/)[1] * 1`,
    `parseInt('${value}px'.replace(/[a-z]+$/, ''), 10)`,
    `new Float32Array(${value}).length`,
    `new Size(${value - 1}) + 1`,
    `[...upTo(${value})].length`,
    `new Map([['n', ${value}]]).get('n')`,
    `JSON.parse('{"n":${value}}').n`,
    `(null ?? { n: { n: ${value} } })?.n?.n`,
    `((a, b = a + 1) => b)(${value - 1})`,
    `new Count(${value}).total`,
  );
}

function activation(pick: Chooser): string {
  return pick.chance(0.5) ? `, activation: '${pick.one('relu', 'tanh', 'sigmoid', 'elu')}'` : '';
}

function named(pick: Chooser, name: string): string {
  return pick.chance(0.3) ? `, name: ${pick.one(`'${name}'`, `\`${name}\``, `['${name}'].join('_')`)}` : '';
}

/** An argument list of a convolution that keeps the size of its input. */
function convolution(pick: Chooser, label: string, extra = ''): string {
  const filters = amount(pick, pick.number(1, 8));
  const kernel = pick.one('1', '3', '[3, 3]', '[1, 3]');
  const bias = pick.chance(0.3) ? ', useBias: false' : '';
  const dilation = pick.chance(0.2) ? ', dilationRate: 2' : '';
  return `tf.layers.conv2d({ filters: ${filters}, kernelSize: ${kernel}, padding: 'same'${bias}${dilation}${activation(pick)}${named(pick, label)}${extra} })`;
}

/** A layer that takes an image and gives one of at least its size halved. */
function imageLayer(pick: Chooser, label: string): string {
  return pick.one(
    convolution(pick, label),
    convolution(pick, label),
    `tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', depthMultiplier: ${pick.number(1, 2)}${named(pick, label)} })`,
    `tf.layers.separableConv2d({ filters: ${pick.number(1, 6)}, kernelSize: 3, padding: 'same' })`,
    `tf.layers.batchNormalization({ ${pick.one('', 'scale: false', 'center: false', 'axis: -1')} })`,
    `tf.layers.dropout({ rate: 0.${pick.number(1, 9)} })`,
    `tf.layers.activation({ activation: 'relu' })`,
    pick.one('tf.layers.reLU()', 'tf.layers.leakyReLU({ alpha: 0.1 })', 'tf.layers.elu()', 'tf.layers.prelu()'),
    `tf.layers.layerNormalization()`,
    `tf.layers.gaussianNoise({ stddev: 1 })`,
  );
}

/** Halves or changes the size. */
function sizeLayer(pick: Chooser): string {
  return pick.one(
    `tf.layers.maxPooling2d({ poolSize: 2${pick.one('', ', strides: 2', ', strides: [2, 2]', ", padding: 'same'")} })`,
    `tf.layers.averagePooling2d({ poolSize: [2, 2] })`,
    `tf.layers.conv2d({ filters: ${pick.number(1, 6)}, kernelSize: 3, strides: 2, padding: 'same' })`,
    `tf.layers.zeroPadding2d({ padding: ${pick.one('1', '[1, 2]', '[[1, 0], [0, 1]]')} })`,
    `tf.layers.upSampling2d({ size: [2, 2] })`,
    `tf.layers.cropping2D({ cropping: [[0, 1], [1, 0]] })`,
    `tf.layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2 })`,
  );
}

function ending(pick: Chooser): string[] {
  return pick.one(
    ['tf.layers.flatten()', `tf.layers.dense({ units: ${amount(pick, pick.number(1, 9))} })`],
    ['tf.layers.globalAveragePooling2d({})', `tf.layers.dense({ units: ${pick.number(1, 9)}, activation: 'softmax' })`],
    ['tf.layers.globalMaxPooling2d({})'],
    [
      'tf.layers.globalMaxPooling2d({})',
      `tf.layers.repeatVector({ n: ${pick.number(1, 4)} })`,
      `tf.layers.${pick.one('lstm', 'gru', 'simpleRNN')}({ units: ${pick.number(1, 5)} })`,
    ],
    [
      'tf.layers.globalMaxPooling2d({})',
      'tf.layers.repeatVector({ n: 5 })',
      'tf.layers.conv1d({ filters: 2, kernelSize: 1 })',
      'tf.layers.globalMaxPooling1d()',
    ],
    [],
  );
}

/** An input whose size survives three halvings and whose elements are even in number. */
function inputShape(pick: Chooser): string {
  return `[${pick.one(16, 24, 32)}, ${pick.one(16, 20)}, ${pick.one(1, 2, 3)}]`;
}

function helpers(pick: Chooser): string[] {
  return [
    `const units = ${pick.number(2, 9)};`,
    `const options = { padding: 'same'${activation(pick)} };`,
    `const widths = [${pick.number(1, 4)}, ${pick.number(1, 4)}, ${pick.number(1, 4)}];`,
    `function block(x, filters = ${pick.number(1, 4)}, { kernelSize = 3, ...rest } = {}) {
  x = tf.layers.conv2d({ filters, kernelSize, ...options, ...rest }).apply(x);
  ${pick.chance(0.5) ? 'return tf.layers.batchNormalization().apply(x);' : 'return x;'}
}`,
    `const stage = (filters) => [tf.layers.conv2d({ ...options, filters, kernelSize: 3 }), tf.layers.reLU()];`,
    `const compose = (...steps) => (x) => steps.reduce((y, step) => step.apply(y), x);`,
    `function* widthsUpTo(most) { for (let width = 1; width <= most; width *= 2) yield width; }`,
    `class Size { constructor(size) { this.size = size; } valueOf() { return this.size; } }`,
    `function* upTo(most) { let n = 0; try { while (true) { if (n === most) return; yield ++n; } } finally { n = 0; } }`,
    `function Count(total) { this.start = total; }\nCount.prototype = { get total() { return this.start; } };`,
    `const range = { from: 1, to: ${pick.number(1, 3)}, [Symbol.iterator]() { let at = this.from; return { next: () => (at <= this.to ? { value: at++, done: false } : { value: undefined, done: true }) }; } };`,
    `function* endless() { for (let width = 1; ; width += 1) yield width; }`,
    `async function later(value) { await null; if (value > ${pick.number(2, 9)}) throw new Error('late'); return value; }`,
  ];
}

function sequentialAdd(pick: Chooser, index: number): string {
  const name = `model${index}`;
  const loop = pick.one(
    `for (let i = 0; i < ${pick.number(1, 3)}; i++) { ${name}.add(tf.layers.conv2d({ filters: 2 ** i, kernelSize: 3, padding: 'same' })); }`,
    `for (const width of widths) ${name}.add(tf.layers.conv2d({ ...options, filters: width, kernelSize: 1 }));`,
    `widths.forEach((width, i) => { if (i % 2 === 0) ${name}.add(tf.layers.conv2d({ filters: width, kernelSize: 1, name: \`wide${index}_\${i}\` })); });`,
    `let left${index} = ${pick.number(1, 3)};\nwhile (left${index}-- > 0) ${name}.add(${imageLayer(pick, 'unused').replace(/, name: [^}]*?(?= })/, '')});`,
    `for (const width of widthsUpTo(4)) { if (width === 2) continue; ${name}.add(tf.layers.conv2d({ filters: width, kernelSize: 1 })); }`,
    `for (const key in { a: 1, b: 2 }) ${name}.add(tf.layers.activation({ activation: 'relu', name: key + '${index}' }));`,
  );
  return [
    `const ${name} = tf.sequential(${pick.chance(0.2) ? `{ name: 'net${index}' }` : ''});`,
    `${name}.add(${convolution(pick, `first${index}`, `, inputShape: ${inputShape(pick)}`)});`,
    loop,
    `${name}.add(${sizeLayer(pick)});`,
    ...ending(pick).map((layer) => `${name}.add(${layer});`),
  ].join('\n');
}

function sequentialList(pick: Chooser, index: number): string {
  const layers = [
    `tf.layers.inputLayer({ inputShape: ${inputShape(pick)} })`,
    imageLayer(pick, `a${index}`),
    `...stage(${pick.number(1, 4)})`,
    pick.one(
      '...widths.map((filters) => tf.layers.conv2d({ filters, kernelSize: 1 }))',
      `...(units > 3 ? stage(2) : [])`,
    ),
    sizeLayer(pick),
    ...ending(pick),
  ];
  return `export const list${index} = () => tf.sequential({ layers: [\n  ${layers.join(',\n  ')},\n] });`;
}

function functional(pick: Chooser, index: number): string {
  const steps = Array.from({ length: pick.number(1, 4) }, (_, step) =>
    pick.one(
      `x = ${imageLayer(pick, `f${index}_${step}`)}.apply(x);`,
      `x = block(x);`,
      `x = block(x, ${pick.number(1, 4)}, { kernelSize: 1, useBias: ${pick.chance(0.5)} });`,
      `x = compose(...stage(${pick.number(1, 3)}))(x);`,
      `x = ${sizeLayer(pick)}.apply(x);`,
      `[x] = [x].map((y) => block(y, widths[${step % 3}]));`,
      controlFlow(pick, `${index}_${step}`),
      controlFlow(pick, `${index}_${step}`),
    ),
  );
  const several = pick.chance(0.3);
  return `export function make${index}(depth = ${pick.number(1, 2)}) {
  const input = tf.input({ shape: ${inputShape(pick)} });
  let x = input;
  ${steps.join('\n  ')}
  for (let i = 0; i < depth; i += 1) x = block(x, units + i);
  const outputs = ${several ? '[tf.layers.globalAveragePooling2d({}).apply(x), tf.layers.flatten().apply(x)]' : 'x'};
  return tf.model({ inputs: input, outputs });
}`;
}

/** Statements that change `x` in a roundabout way. */
function controlFlow(pick: Chooser, label: string): string {
  const layer = () => imageLayer(pick, `g${label}`).replace(/, name: [^}]*?(?= })/, '');
  return pick.one(
    `switch (units % 3) { case 0: x = block(x); break; case 1: { x = ${layer()}.apply(x); } default: x = tf.layers.reLU().apply(x); }`,
    `try { if (units > ${pick.number(1, 9)}) throw new Error('wide'); x = ${layer()}.apply(x); } catch (error) { x = block(x); } finally { x = ${layer()}.apply(x); }`,
    `for (const [key, width] of Object.entries({ one: 1, two: 2 })) x = tf.layers.conv2d({ filters: width, kernelSize: 1, name: \`\${key}_${label}\` }).apply(x);`,
    `x = options?.activation ? ${layer()}.apply(x) : block(x, widths.at(-1));`,
    `new Map([[1, 3], [3, 1]]).forEach((kernelSize, filters) => { x = block(x, filters, { kernelSize }); });`,
    `do { x = tf.layers.conv2d({ filters: x.shape[3] + 1, kernelSize: 1 }).apply(x); } while (x.shape[3] < ${pick.number(2, 6)});`,
    `outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j > i) continue outer; if (i + j > 2) break outer; x = ${layer()}.apply(x); } }`,
    `{ const { a = ${pick.number(1, 3)}, ...others } = { b: 2, c: ${pick.number(1, 3)} }; for (const width of [a, ...Object.values(others)].sort((p, q) => q - p)) x = block(x, width); }`,
    `x = [...new Set([1, 2, 2, ${pick.number(1, 3)}])].filter((n) => n !== 2 || units > 4).reduce((y, width) => block(y, width), x);`,
    `(function again(n) { if (n === 0) return; x = ${layer()}.apply(x); again(n - 1); })(${pick.number(0, 2)});`,
    `const queue = Array.from({ length: ${pick.number(1, 3)} }, (_, i) => i + 1); while (queue.length) x = block(x, queue.${pick.one('pop', 'shift')}());`.replaceAll(
      'queue',
      `queue${label}`,
    ),
    `x = (units & 1 ? [block] : [block, block]).reduceRight((y, f) => f(y), x);`,
    `for (const width of endless()) { if (width > ${pick.number(1, 3)}) break; x = block(x, width); }`,
    `for (const width of range) { if (width === 2) continue; x = block(x, width, { kernelSize: 1 }); }`,
    `{ const [first, , third = ${pick.number(1, 3)}, ...rest] = endless().take(5).toArray(); for (const width of [first, third, ...rest.slice(1)]) x = block(x, width); }`,
    `for (const [, kernel, width] of 'conv1x${pick.number(1, 4)} conv3x${pick.number(1, 4)}'.matchAll(/conv(\\d)x(\\d)/g)) x = block(x, +width, { kernelSize: Number(kernel) });`,
    `switch (true) { case units > ${pick.number(2, 9)}: x = block(x); case x.shape[3] > 2: x = ${layer()}.apply(x); break; default: x = block(x, 2); }`,
    `try { try { if (units < ${pick.number(2, 9)}) throw new RangeError('narrow'); x = ${layer()}.apply(x); } finally { x = block(x, 1); } } catch (error) { if (!(error instanceof RangeError)) throw error; x = block(x, error.message.length); }`,
    `{ const table = Object.create({ width: ${pick.number(1, 4)} }); table.other = 2; delete table.nothing; for (const key in table) x = block(x, table[key]); }`,
    `{ let widest = null; widest ??= ${pick.number(1, 3)}; widest ||= 9; widest **= 2; x = block(x, widest); }`,
    `{ const grown = [1]; for (const width of grown) { x = block(x, width); if (grown.length < ${pick.number(1, 3)}) grown.push(width + 1); } }`,
    `{ const steps = new Map([['a', 1], ['b', 2]]); steps.delete('a'); steps.set('c', ${pick.number(1, 3)}); x = [...steps.values()].reduce((y, width) => block(y, width), x); }`,
    `{ const groups = Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even')); for (const width of groups.${pick.one('odd', 'even')}) x = block(x, width); }`,
    `{ class Stage { static #made = 0; #width; constructor(width) { this.#width = width; Stage.#made += 1; } static get made() { return Stage.#made; } apply(y) { return block(y, this.#width + Stage.made); } } x = [1, ${pick.number(1, 2)}].map((width) => new Stage(width)).reduce((y, stage) => stage.apply(y), x); }`,
    `x = ((...steps) => steps.reduceRight((next, step) => (y) => next(step(y)), (y) => y))(block, (y) => ${layer()}.apply(y))(x);`,
  );
}

function byClass(pick: Chooser, index: number): string {
  return `class Builder${index} {
  #width = ${pick.number(1, 4)};
  static kernel = ${pick.one(1, 3)};
  constructor(private${''} ) {}
  get width() { return this.#width; }
  stem(shape) { this.x = this.input = tf.input({ shape }); return this; }
  add(layer) { this.x = layer.apply(this.x); this.#width += 1; return this; }
  convolve() { return this.add(tf.layers.conv2d({ filters: this.width, kernelSize: Builder${index}.kernel, padding: 'same' })); }
  finish() { return tf.model({ inputs: this.input, outputs: this.x }); }
}
class Deep${index} extends Builder${index} {
  convolve() { super.convolve(); return super.convolve(); }
}
const built${index} = new ${pick.one('Builder', 'Deep')}${index}().stem(${inputShape(pick)}).convolve().add(${imageLayer(pick, `c${index}`)}).convolve().finish();`.replace(
    '  constructor(private ) {}\n',
    '',
  );
}

function byTable(pick: Chooser, index: number): string {
  return `const table${index} = [
  ['conv2d', { filters: ${pick.number(1, 4)}, kernelSize: 3, inputShape: ${inputShape(pick)} }],
  ['${pick.one('batchNormalization', 'reLU', 'flatten')}', {}],
  ['dense', { units: ${amount(pick, pick.number(1, 5))} }],
];
const tabled${index} = tf.sequential();
for (const [kind, config] of table${index}) tabled${index}.add(tf.layers[kind](config));`;
}

function residual(pick: Chooser, index: number): string {
  const merge = pick.one('add', 'multiply', 'average', 'maximum', 'concatenate');
  return `export function residual${index}() {
  const input = tf.layers.input({ shape: ${inputShape(pick)} });
  let x = block(input, ${pick.number(1, 3)}, { kernelSize: 1 });
  const skips = [];
  for (let i = 0; i < ${pick.number(1, 3)}; i++) {
    skips.push(x);
    const width = x.shape[x.shape.length - 1];
    const y = tf.layers.conv2d({ filters: width, kernelSize: 3, padding: 'same' }).apply(x);
    x = tf.layers.${merge}().apply([x, y]);
  }
  ${pick.chance(0.5) ? `x = tf.layers.concatenate({ axis: -1 }).apply([x, skips.pop()]);` : ''}
  x = ${sizeLayer(pick)}.apply(x);
  return tf.model({ inputs: [input], outputs: [x]${named(pick, `residual${index}`)} });
}`;
}

function shared(pick: Chooser, index: number): string {
  return `export async function shared${index}() {
  const [a, b] = ['left', 'right'].map((side) => tf.input({ shape: [${pick.number(3, 6)}], name: side + ${index} }));
  const encoder = tf.layers.dense({ units${activation(pick)} });
  const merged = tf.layers.${pick.one('concatenate()', 'add()', 'dot({ axes: 1 })')}.apply([encoder.apply(a), encoder.apply(b)]);
  const output = tf.layers.dense({ units: 1 }).apply(${pick.chance(0.5) ? 'merged' : 'tf.layers.dropout({ rate: 0.5 }).apply(merged)'});
  return tf.model({ inputs: [a, b], outputs: output });
}`;
}

function nested(pick: Chooser, index: number): string {
  const size = pick.number(2, 6);
  return `export function nested${index}() {
  const inner = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [${size}] }), tf.layers.dense({ units: ${pick.number(1, 4)} })] });
  const input = tf.input({ shape: [${size}] });
  const y = ${pick.one('inner.apply(input)', 'inner.apply(tf.layers.dropout({ rate: 0.5 }).apply(input))')};
  ${pick.one(
    'return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 2 }).apply(y) });',
    'const outer = tf.sequential(); outer.add(inner); outer.add(tf.layers.dense({ units: 2 })); return outer;',
    'return tf.model({ inputs: input, outputs: [y, inner.apply(input)] });',
  )}
}`;
}

function promised(pick: Chooser, index: number): string {
  return `export async function promised${index}() {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: await later(2), inputShape: [${pick.number(1, 5)}] })] });
  const widths = await Promise.all([1, ${pick.number(1, 5)}].map((width) => later(width).catch(() => 7)));
  for (const units of widths) model.add(tf.layers.dense({ units }));
  try {
    model.add(tf.layers.dense({ units: await later(${pick.number(3, 9)}) }));
  } catch ({ message: { length: units } }) {
    model.add(tf.layers.dense({ units }));
  } finally {
    model.add(tf.layers.reLU());
  }
  await later(${pick.number(1, 9)}).then(
    (units) => model.add(tf.layers.dense({ units })),
    () => model.add(tf.layers.dropout({ rate: 0.5 })),
  );
  return model;
}`;
}

/** Models that are made of parts of another one. */
function taken(pick: Chooser, index: number): string {
  const at = pick.one('base.layers.at(-2)', 'base.layers[1]', `base.getLayer('cut${index}')`, 'base.getLayer(null, 1)');
  return `export function taken${index}() {
  const base = tf.sequential({ layers: [
    ${convolution(pick, `base${index}`, `, inputShape: ${inputShape(pick)}`)},
    tf.layers.conv2d({ filters: 2, kernelSize: 3, name: 'cut${index}' }),
    tf.layers.globalAveragePooling2d({}),
  ] });
  ${pick.chance(0.3) ? 'base.layers.forEach((layer) => { layer.trainable = false; });' : ''}
  const body = tf.model({ inputs: base.inputs, outputs: ${at}.output });
  const head = tf.sequential();
  head.add(tf.layers.flatten({ inputShape: body.outputs[0].shape.slice(1) }));
  head.add(tf.layers.dense({ units: ${pick.one('body.outputShape[3]', 'base.countParams() % 7 + 1', 'body.layers.length')} }));
  ${pick.one('return tf.model({ inputs: body.inputs, outputs: head.apply(body.outputs[0]) });', 'base.pop(); base.add(tf.layers.flatten()); return head;')}
}`;
}
