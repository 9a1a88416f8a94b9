/** A file that wants more time or memory than any file deserves. */
export interface HostileInput {
  readonly file: string;
  readonly text: string;
}

const head = "import * as tf from '@tensorflow/tfjs';\n";
const net = 'export const net = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });\n';

function program(code: string): HostileInput {
  return { file: 'hostile.ts', text: head + net + code };
}

function json(model: unknown): HostileInput {
  return { file: 'hostile.json', text: JSON.stringify(model) };
}

/** One of each kind: loops, recursion, texts and lists that double, expressions that backtrack, graphs that multiply. */
export const hostileInputs: Readonly<Record<string, HostileInput>> = {
  'a loop without an end': program('while (true) {}'),
  'recursion in two branches': program('function f(n) { return f(n + 1) + f(n + 2); }\nf(0);'),
  'a text that doubles': program('let s = "x";\nfor (let i = 0; i < 200; i++) s += s;'),
  'a text that is quoted again and again': program(
    'let s = "x";\nfor (let i = 0; i < 80; i++) s = JSON.stringify(s + \'"\');',
  ),
  'a list that doubles': program('let a = [1];\nfor (let i = 0; i < 200; i++) a = a.concat(a);'),
  'lists that are kept': program(
    'const a = Array.from({ length: 99999 }, (_, i) => i);\nconst kept = [];\nfor (let i = 0; i < 20000; i++) kept.push(a.slice());',
  ),
  'a shared list as a text': program('let a = [1];\nfor (let i = 0; i < 200; i++) a = [a, a];\nJSON.stringify(a);'),
  'a shared list that is copied': program(
    'let a = [1];\nfor (let i = 0; i < 200; i++) a = [a, a];\nstructuredClone(a);',
  ),
  'an expression that backtracks': program(`/${'(?:a|a)'.repeat(30)}c/.test('${'a'.repeat(40)}');`),
  'models within models': program(
    'let m = net;\nfor (let i = 0; i < 60; i++) {\n  const x = tf.input({ shape: [4] });\n  m = tf.model({ inputs: x, outputs: [m.apply(x), m.apply(x)] });\n}',
  ),
  'layers without number': program(
    'const long = tf.sequential();\nfor (let i = 0; i < 1e6; i++) long.add(tf.layers.dense({ inputShape: [4], units: 4 }));',
  ),
  'groups without number': json(sequential([layer('Conv2D', { filters: 8, kernel_size: [3, 3], groups: 1e12 })])),
  'wrappers within wrappers': json(sequential([wrapped(500)])),
  'every layer joined to all before it': json(allToAll(1_500)),
};

function layer(className: string, config: object): object {
  return { class_name: className, config: { name: 'layer', batch_input_shape: [null, 28, 28, 8], ...config } };
}

function sequential(layers: readonly object[]): object {
  return { class_name: 'Sequential', config: { name: 'net', layers } };
}

function wrapped(depth: number): object {
  let inner = layer('Dense', { units: 4 });
  for (let level = 0; level < depth; level++) inner = layer('TimeDistributed', { layer: inner });
  return inner;
}

function allToAll(count: number): object {
  const names = Array.from({ length: count }, (_, index) => `l${index}`);
  const layers = names.map((name, index) => ({
    class_name: index === 0 ? 'InputLayer' : 'Add',
    name,
    config: { name, ...(index === 0 ? { batch_input_shape: [null, 4] } : {}) },
    inbound_nodes: index === 0 ? [] : [names.slice(0, index).map((before) => [before, 0, 0, {}])],
  }));
  const ends = { input_layers: [['l0', 0, 0]], output_layers: [[names.at(-1), 0, 0]] };
  return { class_name: 'Functional', config: { name: 'net', layers, ...ends } };
}
