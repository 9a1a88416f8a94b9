// Started by the benchmark: imports TensorFlow.js, builds the model of a program, and says how long that took.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { transformSync } from 'esbuild';

const [, , file = ''] = process.argv;
const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs' });
const module = { exports: {} as Record<string, () => unknown> };
const require = createRequire(import.meta.url);
const start = performance.now();
require('@tensorflow/tfjs');
new Function('require', 'module', 'exports', code)(require, module, module.exports);
module.exports.createModel?.();
process.stdout.write(String(performance.now() - start));
