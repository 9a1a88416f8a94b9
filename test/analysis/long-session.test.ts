import { expect, it } from 'vitest';
import { AnalysisCache } from '../../server/analysis/analysis-cache.ts';
import { keptMegabytes } from '../harness/kept-megabytes.ts';

const lines = Array.from(
  { length: 4 },
  (_, index) =>
    `x = tf.layers.conv2d({ filters: ${index + 2}, kernelSize: 3, padding: 'same', name: 'c${index}' }).apply(x);`,
);

/** A digit is typed into another line each time, so that no two texts are the same. */
function typed(round: number): string {
  const own = lines.with(
    round % lines.length,
    lines[round % lines.length]!.replace(/(?<=filters: )\d+/, String(100 + round)),
  );
  return `import * as tf from '@tensorflow/tfjs';\nconst input = tf.input({ shape: [${64 + (round % 97)}, 64, 3] });\nlet x = input;\n${own.join('\n')}\nexport const m = tf.model({ inputs: input, outputs: x });\n`;
}

it('keeps no more after two thousand more keystrokes than after the first', { timeout: 240_000 }, () => {
  let text = '';
  const rules = {};
  const cache = new AnalysisCache({ read: (uri) => (uri === 'file:///a.js' ? text : null) });
  const type = (from: number, to: number): number => {
    for (let round = from; round < to; round += 1) {
      text = typed(round);
      cache.get('file:///a.js', rules);
    }
    expect(cache.get('file:///a.js', rules)?.models[0]?.graph.layers).toHaveLength(5);
    return keptMegabytes();
  };
  const early = type(0, 1500);
  const late = type(1500, 3500);
  expect(late - early).toBeLessThan(4);
});
