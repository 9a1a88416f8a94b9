import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount } from '../../core/graph/print.ts';
import { analyseFile } from '../../server/analysis/file-analysis.ts';

/** Published figures: trainable parameters, parameters with moving statistics, and MACs at batch 1. */
const figures = [
  { file: 'lenet5.ts', trainable: 61_706, total: 61_706, macs: 416_520 },
  { file: 'alexnet.ts', trainable: 60_965_224, total: 60_965_224, macs: 724_406_816 },
  { file: 'vgg16.ts', trainable: 138_357_544, total: 138_357_544, macs: 15_470_264_320 },
  { file: 'resnet50.ts', trainable: 25_557_032, total: 25_610_152, macs: 4_089_184_256 },
  { file: 'mobilenet.ts', trainable: 4_231_976, total: 4_253_864, macs: 568_740_352 },
  { file: 'digits/model.json', trainable: 9_098, total: 9_098, macs: 290_080 },
];

describe('the examples have the published figures', () => {
  it.each(figures)('$file', ({ file, trainable, total, macs }) => {
    const { models, findings, missing } = analyse(file);
    expect(missing).toEqual([]);
    expect(models).toHaveLength(1);
    const { totals } = models[0]!;
    expect(totals).toMatchObject({
      params: { total, trainable, nonTrainable: total - trainable },
      macs,
      status: 'exact',
    });
    expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });

  it('and read as the editor prints them', () => {
    const { totals } = analyse('resnet50.ts').models[0]!;
    expect(formatCount(totals.params.trainable)).toBe('25.6 M');
    expect(formatCount(totals.macs)).toBe('4.09 G');
    expect(formatBytes(totals.weightBytes)).toBe('97.7 MiB');
  });
});

function analyse(file: string) {
  const url = new URL(`../../examples/${file}`, import.meta.url);
  return analyseFile(url.href, readFileSync(url, 'utf8'), { read: () => null });
}
