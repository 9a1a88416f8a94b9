const imports = "import * as tf from '@tensorflow/tfjs';\n";

/** Four inputs, two units: ten parameters. */
const model = 'export const small = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });\n';

/** Code that grows, nests or goes on without end, by the kind of it. */
const codes: Readonly<Record<string, string>> = {
  'an empty endless loop': 'while (true) {}',
  'three nested loops':
    'let s = 0; for (let i = 0; i < 9e3; i++) for (let j = 0; j < 9e3; j++) for (let k = 0; k < 9e3; k++) s += k;',
  'recursion without an end': 'const down = (n) => down(n + 1); down(0);',
  'recursion that doubles': 'const twice = (n) => (n < 1 ? 1 : twice(n - 1) + twice(n - 1)); twice(70);',
  'text added to itself': 'let s = "ab"; for (let i = 0; i < 90; i++) s = s + s;',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the program's template.
  'text in a template, twice': 'let s = "ab"; for (let i = 0; i < 90; i++) s = `${s}-${s}`;',
  'text joined with itself': 'let s = "ab"; for (let i = 0; i < 90; i++) s = [s, s, s].join("");',
  'text repeated': 'let s = "ab"; for (let i = 0; i < 30; i++) s = s.repeat(5000);',
  'text padded': 'let s = "ab"; for (let i = 0; i < 500; i++) s = s.padStart(1e9);',
  'every character replaced by the text': 'let s = "aa"; for (let i = 0; i < 60; i++) s = s.replaceAll("a", s);',
  'text put in by a pattern': 'let s = "aa"; for (let i = 0; i < 60; i++) s = s.replace(/a/g, "$&$`$\'");',
  'quoted text quoted': 'let s = "\\""; for (let i = 0; i < 90; i++) s = JSON.stringify(s + "\\"");',
  'a list concatenated with itself': 'let a = [1]; for (let i = 0; i < 90; i++) a = a.concat(a);',
  'a list spread twice': 'let a = [1]; for (let i = 0; i < 90; i++) a = [...a, ...a];',
  'a list pushed onto itself': 'let a = [1]; for (let i = 0; i < 90; i++) a.push(...a);',
  'a shared list, flattened': 'let a = [1]; for (let i = 0; i < 90; i++) a = [a, a]; a.flat(Infinity);',
  'a shared list as JSON': 'let a = [1]; for (let i = 0; i < 90; i++) a = [a, a]; JSON.stringify(a);',
  'a shared list as text': 'let a = [1]; for (let i = 0; i < 90; i++) a = [a, a]; String(a);',
  'a shared list, copied': 'let a = [1]; for (let i = 0; i < 90; i++) a = [a, a]; structuredClone(a);',
  'a shared list as sizes':
    'let a = [1]; for (let i = 0; i < 90; i++) a = [a, a]; tf.layers.dense({ units: a, inputShape: a });',
  'a shared list of tensors':
    'let a = [tf.input({ shape: [2] })]; for (let i = 0; i < 90; i++) a = [a, a]; tf.layers.concatenate().apply(a);',
  'a shared object as JSON': 'let o = { v: 1 }; for (let i = 0; i < 90; i++) o = { l: o, r: o }; JSON.stringify(o);',
  'a list in itself': 'const a = []; a.push(a); JSON.stringify(a); String(a); structuredClone(a); a.flat(Infinity);',
  'a very long list': 'const a = Array.from({ length: 1e9 }, (_, i) => i); new Array(1e9).fill(0).map((x) => x);',
  'a long list, sorted often':
    'const a = Array.from({ length: 90000 }, (_, i) => -i); for (let i = 0; i < 3000; i++) a.slice().sort();',
  'a long list, searched often':
    'const a = Array.from({ length: 90000 }, (_, i) => i); for (let i = 0; i < 20000; i++) a.indexOf(-1);',
  'the keys of a large object, often':
    'const o = {}; for (let i = 0; i < 50000; i++) o["k" + i] = i; for (let i = 0; i < 20000; i++) Object.keys(o);',
  'a large object, spread often':
    'const o = {}; for (let i = 0; i < 50000; i++) o["k" + i] = i; for (let i = 0; i < 20000; i++) ({ ...o });',
  'long typed arrays, kept': 'const k = []; for (let i = 0; i < 20000; i++) k.push(new Float32Array(99999));',
  'long empty lists, kept': 'const k = []; for (let i = 0; i < 20000; i++) k.push(new Array(99999), Array(99999));',
  'a typed array, set often': 'const t = new Float32Array(99999); for (let i = 0; i < 20000; i++) t.set(t);',
  'a long list, changed where it is not known whether':
    'const a = Array.from({ length: 90000 }, (_, i) => i); for (let i = 0; i < 20000; i++) if (unknown + i) a[0] = i;',
  'very many cases of what is not known': `switch (unknown) { ${Array.from(
    { length: 4000 },
    (_, at) => `case ${at}: v${at} = ${at}; break;`,
  ).join(' ')} }`,
  'a whole number, squared': 'let n = 3n; for (let i = 0; i < 60; i++) n = n * n; 2n ** 900000000n; 1n << 900000000n;',
  'long lists, kept':
    'const a = Array.from({ length: 99999 }, (_, i) => i); const kept = []; for (let i = 0; i < 20000; i++) kept.push(a.slice());',
  'a pattern that backtracks': `/${'(?:a|a)'.repeat(30)}c/.test("${'a'.repeat(40)}");`,
  'a shared list as a tensor':
    'let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; const t = tf.tensor(a); t.add(a); tf.stack([t, a]);',
  'a shared list as data':
    'let a = ["x"]; for (let i = 0; i < 60; i++) a = [a, a]; const o = { xs: a, ys: a }; small.fit(a, a); small.fitDataset(tf.data.array([o]).batch(2)); tf.add(a, a);',
  'an object in itself as data':
    'const o = {}; o.xs = o; o.ys = o; small.fit(o, o); small.fitDataset(tf.data.array([o]).batch(2)); tf.tensor(o);',
  'tensors of very many axes':
    'let t = tf.zeros(Array.from({ length: 99999 }, () => 1)); for (let i = 0; i < 20000; i++) t = t.expandDims(0).transpose().add(t);',
  'conditions of very many parts': `const x = ${Array.from({ length: 3000 }, (_, at) => `(a${at} && b${at} || c${at})`).join(' || ')};`,
  'conditions that double': 'let c = a; for (let i = 0; i < 60; i++) c = c || (d && c); if (c) d; else if (!c && d) a;',
  'layers with a very long name': `for (let i = 0; i < 1e6; i++) small.add(tf.layers.dense({ units: 3, inputShape: [3], name: "${'x'.repeat(200_000)}" }));`,
  'layers with a very long word': `for (let i = 0; i < 1e6; i++) small.add(tf.layers.dense({ units: 3, activation: "${'y'.repeat(100_000)}" }));`,
  'instances in instances':
    'class Net { add = (units) => tf.layers.dense({ units }); inner = new Net(); fill() { return tf.sequential(); } }',
  'closures without end': 'const all = []; for (let i = 0; i < 1e6; i++) all.push(() => all);',
  'objects without end': 'const all = []; for (let i = 0; i < 1e6; i++) all.push({ i, more: [i, { i }] });',
};

/** What has no small model of its own. */
const others: Readonly<Record<string, string>> = {
  'a size, squared':
    'export const make = (n) => { let x = n; for (let i = 0; i < 60; i++) x = x * x; return tf.sequential({ layers: [tf.layers.dense({ units: x, inputShape: [n] })] }); };',
  'models in models, twice each':
    'let m = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [4] })] });\nfor (let i = 0; i < 60; i++) { const n = tf.sequential(); n.add(m); n.add(m); m = n; }\nexport default m;',
  'wrappers in wrappers':
    'let l = tf.layers.dense({ units: 2 }); for (let i = 0; i < 500; i++) l = tf.layers.timeDistributed({ layer: l });\nexport default tf.sequential({ layers: [tf.layers.timeDistributed({ layer: l, inputShape: [2, 3, 4] })] });',
  'both directions of both directions':
    'let l = tf.layers.lstm({ units: 2 }); for (let i = 0; i < 500; i++) l = tf.layers.bidirectional({ layer: l });\nexport default tf.sequential({ layers: [tf.layers.bidirectional({ layer: l, inputShape: [3, 4] })] });',
  'each layer on all before it':
    'const inp = tf.input({ shape: [8, 8, 3] }); const all = [inp];\nfor (let i = 0; i < 3000; i++) all.push(tf.layers.conv2d({ filters: 4, kernelSize: 1 }).apply(tf.layers.concatenate().apply(all.slice())));\nexport const m = tf.model({ inputs: inp, outputs: all[all.length - 1] });',
  'layers without end, as a loop is typed': 'const m = tf.sequential( for ( i++) m.add(tf.layers.dense(',
  'very many findings of one kind': `const m = tf.sequential();\n${'m.add(tf.layers.conv2d({ filters: 3, kernelSize: 2 }));\n'.repeat(9_000)}export default m;`,
  'very many models of very many outputs':
    'const x = tf.input({ shape: [4] }); const outs = []; for (let i = 0; i < 9000; i++) outs.push(tf.layers.dense({ units: 4 }).apply(x)); for (let i = 0; i < 3000; i++) tf.model({ inputs: x, outputs: outs });',
  'one model applied often':
    'const inner = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 4, activation: "relu" }), tf.layers.dense({ units: 4 })] });\nconst first = tf.input({ shape: [4] }); let x = first;\nfor (let i = 0; i < 5000; i++) x = inner.apply(x);\nexport const m = tf.model({ inputs: first, outputs: x });',
  'one model applied very often':
    'const inner = tf.sequential(); for (let i = 0; i < 500; i++) inner.add(tf.layers.dense({ inputShape: [4], units: 4 }));\nconst first = tf.input({ shape: [4] }); let x = first;\nfor (let i = 0; i < 5000; i++) x = inner.apply(x);\nexport const m = tf.model({ inputs: first, outputs: x });',
  'one layer applied very often':
    'const one = tf.layers.dense({ units: 4 }); const first = tf.input({ shape: [4] }); let x = first;\nfor (let i = 0; i < 900; i++) for (let j = 0; j < 900; j++) x = one.apply(x);\nexport const m = tf.model({ inputs: first, outputs: x });',
  'very many models': Array.from(
    { length: 3000 },
    (_, at) => `const m${at} = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });`,
  ).join('\n'),
  'very many models, all of them wrong': Array.from(
    { length: 3000 },
    (_, at) =>
      `const m${at} = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 2, kernelSize: 7 }), tf.layers.dense({ units: 3, activation: 'softmx' })] });`,
  ).join('\n'),
  'a million layers':
    'const m = tf.sequential(); for (let i = 0; i < 1e6; i++) m.add(tf.layers.dense({ units: 3, inputShape: [3] })); export default m;',
};

/** Hostile programs: the code before the small model, and after it, where the model has to be found. */
export const hostilePrograms: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries(codes).flatMap(([kind, code]) => [
    [`${kind}, before a model`, `${imports}${code}\n${model}`],
    [`${kind}, after a model`, `${imports}${model}${code}\n`],
  ]),
  ...Object.entries(others).map(([kind, code]) => [kind, imports + code]),
]);
