import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { tf } from './tensorflow.ts';

/**
 * Runs a program of this repository with the real TensorFlow.js and returns what it exports. `loader` is the program's
 * language. What the program imports besides TensorFlow.js is resolved from `file`.
 */
export function runSource(
  text: string,
  file: string,
  loader: 'ts' | 'tsx' | 'js' | 'jsx' = 'ts',
): Record<string, unknown> {
  const { code } = transformSync(text, { loader, format: 'cjs', target: 'node24' });
  const fromFile = createRequire(file);
  const require = (name: string): unknown => (name.startsWith('@tensorflow/tfjs') ? tf : fromFile(name));
  const module = { exports: {} as Record<string, unknown> };
  const wrapped: unknown = runInThisContext(`(function (module, exports, require) {${code}\n})`, { filename: file });
  if (typeof wrapped !== 'function') throw new Error(`${file} is no program`);
  wrapped(module, module.exports, require);
  return module.exports;
}
