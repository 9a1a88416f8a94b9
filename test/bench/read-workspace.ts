// Started by the benchmark: reads a workspace of a thousand programs and says what that took.
import { AnalysisCache } from '../../server/analysis/analysis-cache.ts';

const count = 1000;

/** Every tenth file is a library of blocks; the others import one and make a model of it. */
function program(index: number): string {
  if (index % 10 === 0) {
    return `import * as tf from '@tensorflow/tfjs';
export function block(x, filters = ${8 + (index % 7)}) {
  x = tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same' }).apply(x);
  return tf.layers.batchNormalization().apply(x);
}
`;
  }
  return `import * as tf from '@tensorflow/tfjs';
import { block } from './file-${index - (index % 10)}.js';
export function createModel${index}() {
  const input = tf.input({ shape: [64, 64, 3] });
  let x = input;
  for (let i = 0; i < ${2 + (index % 5)}; i++) x = block(x, 8 * (i + 1));
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 10 }).apply(x) });
}
`;
}

const texts = new Map(Array.from({ length: count }, (_, index) => [`file:///w/file-${index}.js`, program(index)]));
const cache = new AnalysisCache({ read: (uri) => texts.get(uri) ?? null });
const rules = {};
const start = performance.now();
let layers = 0;
for (const uri of texts.keys()) {
  for (const { graph } of cache.get(uri, rules)?.models ?? []) layers += graph.layers.length;
}
if (layers < count) throw new Error('the workspace was not read');
const milliseconds = performance.now() - start;
const resident = process.memoryUsage().rss;
globalThis.gc?.();
const alive = process.memoryUsage().heapUsed;
process.send?.({ milliseconds, alive: alive / 2 ** 20, resident: resident / 2 ** 20 }, () => process.exit(0));
