import { describe, expect, it } from 'vitest';
import { analyse } from '../harness/check.ts';

/** The messages of one rule on a file, which is given as data: each of these took minutes or forever. */
function messages(rule: string, file: string, content: unknown): readonly string[] {
  const { findings } = analyse(`/project/${file}`, JSON.stringify(content));
  return findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
}

const keras = (config: readonly unknown[]) => ({ class_name: 'Sequential', config });
const native = (layers: readonly unknown[]) => ({ layers });

describe('a rule takes no longer for a large number', () => {
  it.each([1e12, 2 ** 53, 1e300])('%d groups', (groups) => {
    const config = { batch_input_shape: [null, 8, 8, 3], filters: 8, kernel_size: 3, groups };
    const [message] = messages('groups-divide-channels', 'groups.json', keras([{ class_name: 'Conv2D', config }]));
    expect(message).toMatch(/^groups .* does not divide the 3 input channels/);
  });

  it('1e12 groups of 2 ** 50 channels', () => {
    const layers = [
      { operator: 'inputLayer', inputShape: [8, 8, 2 ** 50] },
      { operator: 'conv2d', filters: 2 ** 50, kernelSize: 3, groups: 1e12 },
    ];
    expect(messages('groups-divide-channels', 'groups.convlens.json', native(layers))).toHaveLength(1);
  });

  it('dilation rates of 2 ** 52', () => {
    const wide = { operator: 'conv2d', filters: 1, kernelSize: 3, padding: 'same', dilationRate: 2 ** 52 };
    const layers = [{ operator: 'inputLayer', inputShape: [8, 8, 1] }, wide, wide];
    expect(messages('gridding', 'rates.convlens.json', native(layers))).toHaveLength(1);
  });
});

describe('a rule takes no longer than the file is long', () => {
  it('a key of a million characters', () => {
    const key = 'kernelsize'.repeat(100_000);
    const layers = [{ operator: 'dense', units: 3, [key]: 3 }];
    const { findings } = analyse('/project/key.convlens.json', JSON.stringify(native(layers)));
    expect(findings.length).toBeGreaterThan(0);
  });

  it('a target of 100,000 axes', () => {
    const targetShape = [...Array.from({ length: 100_000 }, () => 1), 3];
    const layers = [
      { operator: 'inputLayer', inputShape: [8] },
      { operator: 'reshape', targetShape },
    ];
    expect(messages('reshape-size', 'target.convlens.json', native(layers))).toHaveLength(1);
  });

  it('thousands of merges that do not fit, each of which another input might mend', () => {
    const merges = Array.from({ length: 1000 }, (_, at) => [
      { operator: 'maxPooling2d', name: `pool${at}`, inputs: 'start', poolSize: 2 + (at % 5) },
      { operator: 'upSampling2d', name: `up${at}`, size: 2 + (at % 5) },
      { operator: 'concatenate', inputs: ['start', `up${at}`] },
    ]);
    const start = { operator: 'inputLayer', name: 'start', inputShape: [67, 67, 1] };
    const found = messages('shape-mismatch', 'merges.convlens.json', native([start, ...merges.flat()]));
    expect(found).toHaveLength(1000);
  });

  it('a merge of 20,000 inputs', () => {
    const inputs = Array.from({ length: 20_000 }, (_, at) => (at % 2 === 0 ? 'a' : 'b'));
    const layers = [
      { operator: 'inputLayer', name: 'a', inputShape: [4] },
      { operator: 'dense', name: 'b', units: 5, inputs: 'a' },
      { operator: 'add', inputs },
    ];
    const [message] = messages('shape-mismatch', 'inputs.convlens.json', native(layers));
    expect(message!.length).toBeLessThan(500);
  });

  it('a chain of 2,000 activations before 2,000 dilated convolutions', () => {
    const chain = Array.from({ length: 2000 }, () => ({ operator: 'reLU' }));
    const users = Array.from({ length: 2000 }, () => ({
      operator: 'conv2d',
      filters: 1,
      kernelSize: 3,
      padding: 'same',
      dilationRate: 2,
      inputs: 'end',
    }));
    const layers = [
      { operator: 'inputLayer', inputShape: [9, 9, 1] },
      ...chain,
      { operator: 'reLU', name: 'end' },
      ...users,
    ];
    expect(messages('gridding', 'chain.convlens.json', native(layers))).toEqual([]);
  });
});
