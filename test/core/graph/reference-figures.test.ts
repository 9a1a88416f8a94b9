import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph, type RawAttributes } from '../../../core/graph/build.ts';
import type { Graph } from '../../../core/graph/node.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import * as networks from './networks.ts';

/** Trainable parameters, all parameters, multiply-adds: as published for one image. */
const figures: readonly (readonly [string, () => Graph, trainable: number, total: number, macs: number])[] = [
  ['LeNet-5 as usually built', networks.leNet5, 61_706, 61_706, 416_520],
  ['AlexNet, two groups', () => networks.alexNet(2), 60_965_224, 60_965_224, 724_406_816],
  ['AlexNet, ungrouped', () => networks.alexNet(1), 62_378_344, 62_378_344, 1_135_256_096],
  ['AlexNet of torchvision', networks.alexNetTorchvision, 61_100_840, 61_100_840, 714_188_480],
  ['ZFNet', networks.zfNet, 62_357_608, 62_357_608, 1_168_032_896],
  ['VGG-16', networks.vgg16, 138_357_544, 138_357_544, 15_470_264_320],
  ['ResNet-18', networks.resNet18, 11_689_512, 11_699_112, 1_814_073_344],
  ['ResNet-50 v1.5', () => networks.resNet50('3x3'), 25_557_032, 25_610_152, 4_089_184_256],
  ['ResNet-50 v1', () => networks.resNet50('1x1'), 25_557_032, 25_610_152, 3_857_973_248],
  ['ResNet-50 of Keras', () => networks.resNet50('1x1', true), 25_583_592, 25_636_712, 3_857_973_248],
  ['MobileNetV1', networks.mobileNetV1, 4_231_976, 4_253_864, 568_740_352],
  ['Xception', networks.xception, 22_855_952, 22_910_480, 8_357_403_496],
];

describe('published totals', () => {
  it.each(figures)('%s', (_, build, trainable, total, macs) => {
    const { totals } = analyseGraph(build());
    expect(totals).toMatchObject({
      params: { trainable, total, nonTrainable: total - trainable },
      macs,
      status: 'exact',
    });
  });
});

/** Totals of one layer on a batch of two, the way the table was made. */
function single(operator: string, shape: Shape, attributes: RawAttributes) {
  const builder = buildGraph(operator);
  const x = builder.input(shape);
  const { totals } = analyseGraph(builder.finish([builder.layer(operator, attributes, [x])]));
  const batch = Number(shape[0]);
  return { macs: Number(totals.macs) * batch, flops: Number(totals.flops) * batch };
}

describe('transposed convolutions, where most counters are wrong', () => {
  it.each<[string, Shape, RawAttributes, macs: number, flops: number]>([
    ['4→6 k4 s2 p1', [2, 8, 8, 4], { filters: 6, kernelSize: 4, strides: 2, padding: 1 }, 49_152, 101_376],
    [
      '4→4 k3 s2 p1 output padding 1, 4 groups',
      [2, 8, 8, 4],
      { filters: 4, kernelSize: 3, strides: 2, padding: 1, outputPadding: 1, groups: 4 },
      4_608,
      11_264,
    ],
    ['32→1 k3 s1', [1, 1, 1, 32], { filters: 1, kernelSize: 3 }, 288, 585],
    ['6→6 k2 s2, 3 groups', [2, 8, 8, 6], { filters: 6, kernelSize: 2, strides: 2, groups: 3 }, 6_144, 15_360],
  ])('%s', (_, shape, attributes, macs, flops) => {
    expect(single('conv2dTranspose', shape, attributes)).toEqual({ macs, flops });
  });
});

describe('batch normalisation', () => {
  it('of 8 channels has 32 parameters, 16 of them not trainable', () => {
    const builder = buildGraph('norm');
    const x = builder.input([null, 4, 4, 8]);
    const { totals } = analyseGraph(builder.finish([builder.layer('batchNormalization', {}, [x])]));
    expect(totals.params).toEqual({ total: 32, trainable: 16, nonTrainable: 16 });
  });
});
