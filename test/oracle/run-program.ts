import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { tf } from './tensorflow.ts';

/**
 * Runs a program with the real TensorFlow.js, its top level first, and gives what it exports. Models are read from the
 * program's folder, which a page would fetch them from.
 */
export async function runProgram(text: string, file: string): Promise<Record<string, unknown>> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const module = { exports: {} as Record<string, unknown> };
  const run: unknown = new Function('require', 'module', 'exports', `return (async () => {${outputText}\n})()`);
  if (typeof run !== 'function') throw new Error(`${file} is no program`);
  await run(() => withFiles(dirname(file)), module, module.exports);
  return module.exports;
}

function withFiles(folder: string) {
  const handler = (path: string): tf.io.IOHandler => ({
    load: async () => {
      const { modelTopology } = JSON.parse(readFileSync(join(folder, path), 'utf8'));
      return { modelTopology, weightSpecs: [], weightData: new ArrayBuffer(0) };
    },
  });
  return {
    ...tf,
    loadLayersModel: (path: string) => tf.loadLayersModel(handler(path)),
    loadGraphModel: (path: string) => tf.loadGraphModel(handler(path)),
  };
}
