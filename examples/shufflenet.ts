import {
  add,
  averagePooling2d,
  batchNormalization,
  channelShuffle,
  concatenate,
  conv2d,
  dense,
  depthwiseConv2d,
  globalAveragePooling2d,
  input,
  maxPooling2d,
  model,
  reLU,
  type Tensor,
} from 'convlens';

/** Channels of the first stage by number of groups, chosen so that all networks cost about the same. */
const WIDTHS: Record<number, number> = { 1: 144, 2: 200, 3: 240, 4: 272, 8: 384 };

/** Units per stage; the first of each halves the image and doubles the channels. */
const STAGES = [4, 8, 4];

/**
 * ShuffleNetV1: pointwise convolutions in groups, with a shuffle of the channels so that the groups hear of each other.
 * TF.js has neither, so the network is defined with ConvLens's own layers. With 3 groups 1,865,728 trainable parameters
 * (1,890,208 with moving statistics) and 137,460,672 MACs; with 8 groups 2,434,768 (2,473,936) and 138,365,952.
 *
 * Zhang, Zhou, Lin, Sun, "ShuffleNet: An Extremely Efficient Convolutional Neural Network for Mobile Devices", 2017.
 */
export function shufflenet(groups = 3, size = 224, classes = 1000) {
  const image = input({ shape: [size, size, 3], name: 'image' });
  let x = conv2d({
    filters: 24,
    kernelSize: 3,
    strides: 2,
    padding: 1,
    useBias: false,
    name: 'conv1',
  }).apply(image);
  x = batchNormalization({ name: 'conv1_bn' }).apply(x);
  x = reLU({ name: 'conv1_relu' }).apply(x);
  x = maxPooling2d({ poolSize: 3, strides: 2, padding: 1, name: 'pool1' }).apply(x);

  STAGES.forEach((units, stage) => {
    const channels = WIDTHS[groups] * 2 ** stage;
    for (let unit = 1; unit <= units; unit++) {
      const name = `stage${stage + 2}_unit${unit}`;
      // 24 channels are too few to be divided.
      const firstGroups = stage === 0 && unit === 1 ? 1 : groups;
      x = shuffleUnit(x, name, channels, groups, firstGroups);
    }
  });

  x = globalAveragePooling2d({ name: 'pool5' }).apply(x);
  const scores = dense({ units: classes, activation: 'softmax', name: 'scores' }).apply(x);
  return model({ inputs: image, outputs: scores, name: `shufflenet_g${groups}` });
}

/**
 * 1×1 in groups, shuffle, depthwise 3×3, 1×1 in groups. Where the channels grow the stride is 2 and the input, pooled,
 * stands beside the result; else it is added.
 */
function shuffleUnit(
  x: Tensor,
  name: string,
  channels: number,
  groups: number,
  firstGroups: number,
) {
  const before = x.shape[3] as number;
  const halves = before !== channels;
  const bottleneck = channels / 4;

  let y = pointwise(x, `${name}_reduce`, bottleneck, firstGroups);
  y = reLU({ name: `${name}_reduce_relu` }).apply(y);
  y = channelShuffle({ groups, name: `${name}_shuffle` }).apply(y);
  y = depthwiseConv2d({
    kernelSize: 3,
    strides: halves ? 2 : 1,
    padding: 1,
    useBias: false,
    name: `${name}_depthwise`,
  }).apply(y);
  y = batchNormalization({ name: `${name}_depthwise_bn` }).apply(y);
  y = pointwise(y, `${name}_expand`, halves ? channels - before : channels, groups);

  if (halves) {
    const pooled = averagePooling2d({
      poolSize: 3,
      strides: 2,
      padding: 1,
      name: `${name}_pool`,
    }).apply(x);
    y = concatenate({ name: `${name}_concatenate` }).apply([pooled, y]);
  } else {
    y = add({ name: `${name}_add` }).apply([x, y]);
  }
  return reLU({ name: `${name}_relu` }).apply(y);
}

function pointwise(x: Tensor, name: string, filters: number, groups: number) {
  const y = conv2d({ filters, kernelSize: 1, groups, useBias: false, name }).apply(x);
  return batchNormalization({ name: `${name}_bn` }).apply(y);
}
