import { describe, expect, it } from 'vitest';
import { analyseFile } from '../../server/analysis/file-analysis.ts';
import { hover } from '../../server/features/hover.ts';
import { inlayHints } from '../../server/features/inlay-hint.ts';
import { cursorInfo } from '../../server/features/model-info.ts';
import { modelProblems } from '../../server/features/model-problems.ts';

const program = `import * as tf from '@tensorflow/tfjs';
const input = tf.input({ shape: [32, 32, 3] });
let x = convolution(input, 'conv1', 16);
x = convolution(x, 'conv2', 32);
export const model = tf.model({ inputs: input, outputs: x });

function convolution(x: tf.SymbolicTensor, name: string, filters: number) {
  const y = tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', name }).apply(x) as tf.SymbolicTensor;
  return tf.layers.reLU({ name: name + '_relu' }).apply(y) as tf.SymbolicTensor;
}
`;

describe('a call of a helper', () => {
  const file = analyseFile('file:///helper.ts', program, { read: () => null });

  it.each(['convolution(x', "'conv2'", '32)'])('%s selects what the call makes', (text) => {
    expect(cursorInfo(file, program.indexOf(text) + 1).layer).toMatchObject({ label: 'conv2_relu', shape: '32×32×32' });
  });

  it('has a hover on its arguments', () => {
    expect(hover(file, program.indexOf("'conv2'") + 2)?.markdown).toContain('**convolution** · 2 layers');
  });

  it('ends with its closing bracket', () => {
    expect(cursorInfo(file, program.indexOf('export')).layer).toBeNull();
    expect(hover(file, program.indexOf('export'))).toBeNull();
  });
});

describe('a model that cannot be built', () => {
  const broken = program
    .replace('shape: [32, 32, 3]', 'shape: [2, 2, 3]')
    .replace("padding: 'same'", "padding: 'valid'");
  const file = analyseFile('file:///broken.ts', broken, { read: () => null });

  it('has problems with the place of their layer, and no exact totals', () => {
    expect(modelProblems(file, 0)[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('3×3 window'),
    });
    expect(file.models[0]?.totals.status).toBe('lower-bound');
  });

  it('shows no shape where there are no elements', () => {
    expect(cursorInfo(file, broken.indexOf("'conv1'")).layer?.shape).toBe('?');
  });
});

it('hints of JSON stand at the end of the line', () => {
  const text = `{ "name": "net", "layers": [
  { "operator": "input", "name": "image", "shape": [8, 8, 1] },
  { "operator": "conv2d", "name": "c", "filters": 4, "kernelSize": 3 }
] }`;
  const file = analyseFile('file:///net.convlens.json', text, { read: () => null });
  const hints = inlayHints(file, { start: 0, end: text.length });
  expect(hints.map(({ offset, label }) => [text.slice(offset, offset + 2), label])).toEqual([['\n]', '→ 6×6×4']]);
});
