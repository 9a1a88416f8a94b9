import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyseFile } from '../../../server/analysis/file-analysis.ts';
import { applyEdits } from '../../harness/apply-edits.ts';
import { analyse, complaints, read } from './read.ts';

const image = { operator: 'input', name: 'image', shape: [8, 8, 3] };

describe('what is wrong is said where it is', () => {
  it.each([
    [[image, { operator: 'conv2', filters: 3 }], 'There is no operator conv2. Did you mean conv2d?', '"conv2"'],
    [[image, { name: 'nameless' }], 'A layer needs an operator.', '{"name":"nameless"}'],
    [[image, 7], "A layer is an object with an operator, or the operator's name.", '7'],
    [[image, { operator: 'reLU', inputs: 'imag' }], 'No layer above is called imag.', '"imag"'],
    [[image, { operator: 'reLU', inputs: 'image:1' }], 'image has one output, numbered from 0.', '"image:1"'],
    [[image, { again: 'conv' }], 'No layer above is called conv.', '"conv"'],
    [[image, { model: 'block' }], 'No model above is called block.', '"block"'],
    [['flatten'], 'missing-input-shape flatten_1', '"flatten"'],
    [
      [image, { operator: 'reLU', name: 'image' }],
      'Two layers are called image: a name leads to the last one above.',
      '"image"',
    ],
    [
      [image, { operator: 'conv2d', name: 'idle', filters: 1, kernelSize: 1 }, { operator: 'reLU', inputs: 'image' }],
      'unused-layer idle',
      '"conv2d"',
    ],
  ])('%j', (model, what, where) => {
    expect(complaints(model)).toEqual([[what, where]]);
  });

  it('and what follows is unknown, not wrong', () => {
    const { nodes, totals } = analyse([image, { operator: 'conv9d' }, { operator: 'dense', units: 3 }]);
    expect(nodes.at(-1)).toMatchObject({ facts: [], status: 'unknown' });
    expect(totals.status).toBe('lower-bound');
  });

  it('a file that is no model is named as such', () => {
    for (const text of ['{}', '3', '{"layers": {}}']) {
      expect(read(text)).toMatchObject({ models: [], findings: [{ kind: 'not-a-model' }] });
    }
    expect(read('[{"operator": "input", "shape": [3]}, "reLU"')).toMatchObject({
      models: [{ complete: false, nodes: { length: 2 } }],
      findings: [{ kind: 'syntax' }],
    });
    expect(read('')).toMatchObject({ models: [] });
  });

  it('reading stops at the budget, and says so', () => {
    const { models, limits } = read(JSON.stringify([image, 'reLU', 'reLU', 'reLU']), { budget: { layers: 2 } });
    expect(models[0]).toMatchObject({ complete: false, nodes: { length: 2 } });
    expect(limits).toMatchObject([{ stage: 'json', reached: 'layers', count: 2 }]);
  });

  it('models in models in models take no longer than they are written', () => {
    const pair = (inner: string) => [{ model: inner }, { model: inner }];
    const levels = Array.from({ length: 40 }, (_, level) => [
      `m${level}`,
      level === 0 ? ['reLU'] : pair(`m${level - 1}`),
    ]);
    const start = performance.now();
    const { totals } = analyse({ models: Object.fromEntries(levels), layers: [image, { model: 'm39' }] });
    expect(totals).toMatchObject({ otherOps: 2 ** 39 * 192, status: 'exact' });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it.each([
    ['{"layers":[', ']}'],
    ['{"operator":"timeDistributed","layer":', '}'],
  ])('%s a thousand times over is nonsense, and no failure', (open, close) => {
    const text = `[{"operator":"input","shape":[4,4,1]},${open.repeat(1000)}"reLU"${close.repeat(1000)}]`;
    const { models, findings } = analyseFile('file:///a.convlens.json', text, { read: () => null });
    expect(models.length).toBeGreaterThan(0);
    expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
  });

  it('no beginning of a file makes it fail', () => {
    const text = readFileSync(new URL('../../../examples/autoencoder.convlens.json', import.meta.url), 'utf8');
    for (let end = 0; end < text.length; end += 7) {
      expect(() => analyseFile('file:///a.convlens.json', text.slice(0, end), { read: () => null })).not.toThrow();
    }
  });
});

describe('the rules read it like any other model', () => {
  const problems = (model: unknown) => {
    const text = JSON.stringify(model);
    const { findings } = analyseFile('file:///a.convlens.json', text, { read: () => null });
    return findings
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ rule, place, fixes }) => ({
        rule,
        where: text.slice(place.range.start, place.range.end),
        fixed: fixes.map(({ edits }) => applyEdits(text, edits)),
      }));
  };

  it('spells fixes as the file does', () => {
    const misspelt = [image, { operator: 'conv2d', filters: 8, kernel_size: 3, padding: 'smae' }, 'flatten'];
    const found = problems(misspelt);
    expect(found.map(({ rule, where }) => [rule, where])).toEqual([
      ['missing-argument', '"conv2d"'],
      ['ignored-argument', '"kernel_size":3'],
      ['invalid-argument', '"padding":"smae"'],
    ]);
    expect(found[1]!.fixed[0]).toContain('"kernelSize":3');
    expect(found[2]!.fixed[0]).toContain('"padding":"same"');
  });

  it('adds arguments in its spelling', () => {
    const [found] = problems([
      image,
      { operator: 'conv2d', filters: 8, kernelSize: 3, useBias: true },
      'batchNormalization',
      { operator: 'conv2d', filters: 6, kernelSize: 3, groups: 4 },
    ]).filter(({ rule }) => rule === 'groups-divide-channels');
    expect(found).toMatchObject({ where: '"groups":4', fixed: [expect.stringContaining('"groups":2')] });
  });

  it('allows what only TensorFlow.js cannot run', () => {
    expect(problems([image, { operator: 'conv2d', filters: 8, kernelSize: 3, strides: 2, dilationRate: 2 }])).toEqual(
      [],
    );
  });
});
