import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount } from '../../core/graph/print.ts';
import { analyseFile } from '../../server/analysis/file-analysis.ts';
import { createFileHost } from '../../server/cli/files/file-host.ts';

interface Row {
  readonly file: string;
  /** For files whose network comes in variants. */
  readonly call?: string;
  readonly trainable: number;
  readonly total: number;
  readonly macs: number;
  /** The rule that the network breaks, where it does. */
  readonly warning?: string;
}

/** Published figures: trainable parameters, parameters with moving statistics, and MACs at batch 1. */
const figures: readonly Row[] = [
  // The 840 parameters of the output are fixed; the paper counts what is trained.
  { file: 'lenet5-1998.convlens.json', trainable: 60_000, total: 60_840, macs: 332_824 },
  { file: 'lenet5.ts', trainable: 61_706, total: 61_706, macs: 416_520 },
  { file: 'convnetjs.js', trainable: 22_466, total: 22_466, macs: 3_920_000 },
  { file: 'alexnet.ts', trainable: 60_965_224, total: 60_965_224, macs: 724_406_816 },
  { file: 'alexnet-groups.ts', trainable: 60_965_224, total: 60_965_224, macs: 724_406_816 },
  { file: 'alexnet-groups.ts', call: 'alexnet(1)', trainable: 62_378_344, total: 62_378_344, macs: 1_135_256_096 },
  { file: 'alexnet-torchvision.ts', trainable: 61_100_840, total: 61_100_840, macs: 714_188_480 },
  { file: 'zfnet.ts', trainable: 62_357_608, total: 62_357_608, macs: 1_168_032_896 },
  { file: 'vgg16.ts', trainable: 138_357_544, total: 138_357_544, macs: 15_470_264_320 },
  { file: 'googlenet.ts', trainable: 6_998_552, total: 6_998_552, macs: 1_582_671_872 },
  {
    file: 'googlenet.ts',
    call: 'googlenet({ auxiliary: true })',
    trainable: 13_378_280,
    total: 13_378_280,
    macs: 1_591_044_096,
  },
  {
    file: 'googlenet.ts',
    call: "googlenet({ variant: 'torchvision' })",
    trainable: 6_624_904,
    total: 6_639_464,
    macs: 1_498_376_192,
  },
  { file: 'resnet18.ts', trainable: 11_689_512, total: 11_699_112, macs: 1_814_073_344 },
  { file: 'resnet50.ts', trainable: 25_557_032, total: 25_610_152, macs: 4_089_184_256 },
  {
    file: 'resnet50.ts',
    call: "resnet50(224, 1000, 'v1')",
    trainable: 25_557_032,
    total: 25_610_152,
    macs: 3_857_973_248,
  },
  {
    file: 'resnet50.ts',
    call: "resnet50(224, 1000, 'keras')",
    trainable: 25_583_592,
    total: 25_636_712,
    macs: 3_857_973_248,
    warning: 'bias-before-batchnorm',
  },
  // Of these, the paper says the sizes of the maps; parameters and MACs follow from them.
  { file: 'unet/train.ts', trainable: 31_030_658, total: 31_030_658, macs: 150_428_424_448 },
  { file: 'mobilenet.ts', trainable: 4_231_976, total: 4_253_864, macs: 568_740_352 },
  { file: 'shufflenet.ts', trainable: 1_865_728, total: 1_890_208, macs: 137_460_672 },
  { file: 'shufflenet.ts', call: 'shufflenet(8)', trainable: 2_434_768, total: 2_473_936, macs: 138_365_952 },
  { file: 'xception.ts', trainable: 22_855_952, total: 22_910_480, macs: 8_357_403_496 },
  // Liang and Hu give 0.67 M parameters.
  { file: 'recurrent.convlens.json', trainable: 672_202, total: 672_202, macs: 432_047_040 },
  { file: 'autoencoder.convlens.json', trainable: 2_633, total: 2_633, macs: 677_376 },
  { file: 'fully-convolutional.ts', call: 'digit()', trainable: 61_706, total: 61_706, macs: 416_520 },
  { file: 'fully-convolutional.ts', call: 'strip()', trainable: 61_706, total: 61_706, macs: 3_385_800 },
  { file: 'digits/model.json', trainable: 9_098, total: 9_098, macs: 290_080 },
];

describe('the examples have the published figures', () => {
  it.each(figures)('$file $call', ({ file, call, trainable, total, macs, warning }) => {
    const { models, ownModels, findings, missing } = analyse(file, call);
    expect(missing).toEqual([]);
    if (call === undefined) expect(ownModels).toBe(1);
    const { totals } = models[ownModels - 1]!;
    expect(totals).toMatchObject({
      params: { total, trainable, nonTrainable: total - trainable },
      macs,
      status: 'exact',
    });
    const serious = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect([...new Set(serious.map(({ rule }) => rule))]).toEqual(warning === undefined ? [] : [warning]);
  });

  it('LeNet-5 of 1998 has 60,000 parameters in six layers, and 340,908 connections', () => {
    const { graph, layers, nodes } = analyse('lenet5-1998.convlens.json').models[0]!;
    const trainable = layers.map(({ params }) => params.trainable).filter((count) => count !== 0);
    expect(trainable).toEqual([156, 12, 1_516, 32, 48_120, 10_164]);
    const connections = nodes.map(({ cost }) => Number(cost.macs) + Number(cost.biasAdds));
    expect(connections.reduce((sum, count) => sum + count, 0)).toBe(340_908);
    expect(graph.layers.filter(({ trainable: learns }) => !learns).map(({ name }) => name)).toEqual(['output']);
  });

  it('and read as the editor prints them', () => {
    const { totals } = analyse('resnet50.ts').models[0]!;
    expect(formatCount(totals.params.trainable)).toBe('25.6 M');
    expect(formatCount(totals.macs)).toBe('4.09 G');
    expect(formatBytes(totals.weightBytes)).toBe('97.7 MiB');
  });
});

function analyse(file: string, call?: string) {
  const url = new URL(`../../examples/${file}`, import.meta.url);
  return analyseFile(url.href, readFileSync(url, 'utf8'), createFileHost(), {
    ...(call === undefined ? {} : { call }),
  });
}
