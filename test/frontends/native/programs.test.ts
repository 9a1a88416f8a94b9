import { describe, expect, it } from 'vitest';
import { printShape } from '../../../core/vocabulary/dimension.ts';
import { analyseFile } from '../../../server/analysis/file-analysis.ts';
import { applyEdits } from '../../harness/apply-edits.ts';

function analyse(text: string) {
  return analyseFile('file:///net.ts', text, { read: () => null });
}

const layers = `[conv2d({ inputShape: [9, 9, 4], filters: 4, kernelSize: 3, groups: 2 }), channelShuffle({ groups: 2 })]`;

describe('programs that define models with the package', () => {
  it.each([
    `import { channelShuffle, conv2d, sequential } from 'convlens'; const net = sequential({ layers: ${layers} });`,
    `import { channelShuffle, conv2d as conv, sequential } from 'convlens';
     const net = sequential({ layers: ${layers.replace('conv2d', 'conv')} });`,
    `import * as nets from 'convlens'; const { channelShuffle, conv2d } = nets; const net = nets.sequential({ layers: ${layers} });`,
    `const { channelShuffle, conv2d, sequential } = require('convlens'); const net = sequential({ layers: ${layers} });`,
  ])('are read however they import it: %s', (text) => {
    const { models, findings } = analyse(text);
    expect(models).toHaveLength(1);
    const { graph, totals } = models[0]!;
    expect(graph).toMatchObject({ name: 'net', complete: true });
    expect(graph.layers.map(({ label }) => label)).toEqual(['conv2d_1_input', 'conv2d_1', 'channelShuffle_1']);
    expect(totals).toMatchObject({ params: { total: 76 }, status: 'exact' });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('may leave sizes open', () => {
    const { models } = analyse(`import { input, model, tiledConv2d } from 'convlens';
      export function net(filters: number) {
        const x = input({ shape: [null, null, 3] });
        return model({ inputs: x, outputs: tiledConv2d({ filters, kernelSize: 3, tiles: 2 }).apply(x) });
      }`);
    expect(models[0]!.nodes.map(({ outputs }) => printShape(outputs[0]!))).toEqual([
      '[?, H, W, 3]',
      '[?, H−2, W−2, filters]',
    ]);
  });

  it('have the mistakes of any program, with fixes', () => {
    const text = `import { conv2d, sequential } from 'convlens';
const net = sequential({ layers: [conv2d({ inputShape: [9, 9, 4], filters: 4, kernelSize: 3, stride: 2, activation: 'hardswish' })] });`;
    const found = analyse(text).findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(found.map(({ rule }) => rule)).toEqual(['ignored-argument', 'invalid-argument']);
    const [renamed, spelt] = found.map(({ fixes }) => applyEdits(text, fixes[0]!.edits));
    expect(renamed).toContain('strides: 2');
    expect(spelt).toContain("activation: 'hardSwish'");
  });

  it('know what several outputs are called', () => {
    const { models } = analyse(`import { input, maxPoolingWithSwitches2d, maxUnpooling2d, model } from 'convlens';
      const x = input({ shape: [8, 8, 2], name: 'x' });
      const [values, switches] = maxPoolingWithSwitches2d().apply(x);
      export const net = model({ inputs: x, outputs: maxUnpooling2d().apply([values, switches]) });`);
    expect(models[0]!.graph.nodes[2]!.inputs).toEqual([
      { node: 1, output: 0 },
      { node: 1, output: 1 },
    ]);
  });

  it('convert what is a model, and nothing else', () => {
    const { models } = analyse(`import { conv2d, dense, flatten, fullyConvolutional, sequential } from 'convlens';
      const small = sequential({ layers: [conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3 }), flatten(), dense({ units: 2 })] });
      const large = fullyConvolutional(small, { inputShape: [8, 20, 1] });
      const none = fullyConvolutional(3);`);
    expect(models.map(({ graph }) => graph.name)).toEqual(['small', 'large']);
    expect(models[1]!.nodes.at(-1)!.outputs).toEqual([[null, 1, 13, 2]]);
  });
});
