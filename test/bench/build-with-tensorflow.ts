// Started by the benchmark: imports TensorFlow.js, builds the model of a program, and says how long that took.
import { createRequire } from 'node:module';
import { buildSync } from 'esbuild';

const [, , file = ''] = process.argv;
const { outputFiles } = buildSync({
  entryPoints: [file],
  bundle: true,
  format: 'cjs',
  external: ['@tensorflow/*'],
  write: false,
});
const module = { exports: {} as Record<string, () => unknown> };
const require = createRequire(import.meta.url);
const start = performance.now();
require('@tensorflow/tfjs');
new Function('require', 'module', 'exports', outputFiles[0]?.text ?? '')(require, module, module.exports);
module.exports.createModel?.();
process.stdout.write(String(performance.now() - start));
