/** The networks of the published tables, built by hand. */
import { buildGraph, type GraphBuilder, type RawAttributes } from '../../../core/graph/build.ts';
import type { Graph, TensorRef } from '../../../core/graph/node.ts';

type Step = (x: TensorRef) => TensorRef;

/** One layer after another. */
function through(x: TensorRef, ...steps: readonly Step[]): TensorRef {
  return steps.reduce((y, step) => step(y), x);
}

/** The vocabulary of the networks on one builder. */
function vocabulary(b: GraphBuilder) {
  const layer =
    (operator: string, attributes: RawAttributes = {}): Step =>
    (x) =>
      b.layer(operator, attributes, [x]);
  const conv = (filters: number, kernelSize: number, rest: RawAttributes = {}) =>
    layer('conv2d', { filters, kernelSize, ...rest });
  return {
    layer,
    conv,
    /** Convolution without bias, batch normalisation. */
    convBn: (filters: number, kernelSize: number, rest: RawAttributes = {}): Step => {
      const step = conv(filters, kernelSize, { padding: pad(kernelSize), useBias: false, ...rest });
      return (x) => through(x, step, layer('batchNormalization'));
    },
    maxPool: (poolSize: number, strides: number, rest: RawAttributes = {}) =>
      layer('maxPooling2d', { poolSize, strides, ...rest }),
    dense: (units: number) => layer('dense', { units }),
    flatten: layer('flatten'),
    relu: layer('reLU'),
    globalPool: layer('globalAveragePooling2d'),
    join: (operator: string, inputs: readonly TensorRef[]) => b.layer(operator, {}, inputs),
  };
}

function pad(kernel: number): number {
  return (kernel - 1) / 2;
}

type Words = ReturnType<typeof vocabulary>;

function network(
  name: string,
  size: number,
  channels: number,
  build: (x: TensorRef, words: Words) => TensorRef,
): Graph {
  const builder = buildGraph(name);
  const x = builder.input([null, size, size, channels]);
  return builder.finish([build(x, vocabulary(builder))]);
}

export const leNet5 = () =>
  network('LeNet-5', 28, 1, (x, { conv, layer, flatten, dense }) =>
    through(
      x,
      conv(6, 5, { padding: 2 }),
      layer('averagePooling2d'),
      conv(16, 5),
      layer('averagePooling2d'),
      flatten,
      dense(120),
      dense(84),
      dense(10),
    ),
  );

export const alexNet = (groups: 1 | 2) =>
  network('AlexNet', 227, 3, (x, { conv, maxPool, flatten, dense }) =>
    through(
      x,
      conv(96, 11, { strides: 4 }),
      maxPool(3, 2),
      conv(256, 5, { padding: 2, groups }),
      maxPool(3, 2),
      conv(384, 3, { padding: 1 }),
      conv(384, 3, { padding: 1, groups }),
      conv(256, 3, { padding: 1, groups }),
      maxPool(3, 2),
      flatten,
      dense(4096),
      dense(4096),
      dense(1000),
    ),
  );

export const alexNetTorchvision = () =>
  network('AlexNet of torchvision', 224, 3, (x, { conv, maxPool, flatten, dense }) =>
    through(
      x,
      conv(64, 11, { strides: 4, padding: 2 }),
      maxPool(3, 2),
      conv(192, 5, { padding: 2 }),
      maxPool(3, 2),
      conv(384, 3, { padding: 1 }),
      conv(256, 3, { padding: 1 }),
      conv(256, 3, { padding: 1 }),
      maxPool(3, 2),
      flatten,
      dense(4096),
      dense(4096),
      dense(1000),
    ),
  );

export const zfNet = () =>
  network('ZFNet', 224, 3, (x, { conv, maxPool, flatten, dense }) =>
    through(
      x,
      conv(96, 7, { strides: 2, padding: 1 }),
      maxPool(3, 2, { padding: 1 }),
      conv(256, 5, { strides: 2 }),
      maxPool(3, 2, { padding: 1 }),
      conv(384, 3, { padding: 1 }),
      conv(384, 3, { padding: 1 }),
      conv(256, 3, { padding: 1 }),
      maxPool(3, 2),
      flatten,
      dense(4096),
      dense(4096),
      dense(1000),
    ),
  );

export const vgg16 = () =>
  network('VGG-16', 224, 3, (x, { conv, maxPool, flatten, dense }) => {
    const blocks = [
      [64, 64],
      [128, 128],
      [256, 256, 256],
      [512, 512, 512],
      [512, 512, 512],
    ];
    const features = blocks.flatMap((block) => [
      ...block.map((filters) => conv(filters, 3, { padding: 'same' })),
      maxPool(2, 2),
    ]);
    return through(x, ...features, flatten, dense(4096), dense(4096), dense(1000));
  });

export const resNet18 = () =>
  network('ResNet-18', 224, 3, (x, words) => {
    const { convBn, relu, maxPool, globalPool, dense, join } = words;
    let y = through(x, convBn(64, 7, { strides: 2 }), relu, maxPool(3, 2, { padding: 1 }));
    for (const [stage, filters] of [64, 128, 256, 512].entries()) {
      for (let block = 0; block < 2; block++) {
        const strides = block === 0 && stage > 0 ? 2 : 1;
        const skip = strides === 2 ? convBn(filters, 1, { strides })(y) : y;
        y = relu(join('add', [through(y, convBn(filters, 3, { strides }), relu, convBn(filters, 3)), skip]));
      }
    }
    return through(y, globalPool, dense(1000));
  });

/** `stride` says which convolution of a bottleneck takes it: the 1×1 of the paper or the 3×3 of v1.5; `useBias` is Keras's. */
export const resNet50 = (stride: '1x1' | '3x3', useBias = false) =>
  network('ResNet-50', 224, 3, (x, words) => {
    const { convBn: plain, relu, maxPool, globalPool, dense, join } = words;
    const convBn = (filters: number, kernel: number, strides = 1) => plain(filters, kernel, { strides, useBias });
    let y = through(x, convBn(64, 7, 2), relu, maxPool(3, 2, { padding: 1 }));
    for (const [stage, blocks] of [3, 4, 6, 3].entries()) {
      const filters = 64 * 2 ** stage;
      for (let block = 0; block < blocks; block++) {
        const strides = block === 0 && stage > 0 ? 2 : 1;
        const skip = block === 0 ? convBn(4 * filters, 1, strides)(y) : y;
        const inner = through(
          y,
          convBn(filters, 1, stride === '1x1' ? strides : 1),
          relu,
          convBn(filters, 3, stride === '3x3' ? strides : 1),
          relu,
          convBn(4 * filters, 1),
        );
        y = relu(join('add', [inner, skip]));
      }
    }
    return through(y, globalPool, dense(1000));
  });

export const mobileNetV1 = () =>
  network('MobileNetV1', 224, 3, (x, { convBn, layer, globalPool, dense }) => {
    const blocks: readonly (readonly [filters: number, strides: number])[] = [
      [64, 1],
      [128, 2],
      [128, 1],
      [256, 2],
      [256, 1],
      [512, 2],
      ...Array.from({ length: 5 }, () => [512, 1] as const),
      [1024, 2],
      [1024, 1],
    ];
    const depthwise = (strides: number): Step => {
      const step = layer('depthwiseConv2d', { kernelSize: 3, strides, padding: 'same', useBias: false });
      return (y) => through(y, step, layer('batchNormalization'));
    };
    const body = blocks.flatMap(([filters, strides]) => [depthwise(strides), convBn(filters, 1)]);
    return through(x, convBn(32, 3, { strides: 2, padding: 'same' }), ...body, globalPool, dense(1000));
  });

export const xception = () =>
  network('Xception', 299, 3, (x, words) => {
    const { convBn, layer, relu, globalPool, dense, join } = words;
    const separable = (filters: number): Step => {
      const step = layer('separableConv2d', { filters, kernelSize: 3, padding: 'same', useBias: false });
      return (y) => through(y, step, layer('batchNormalization'));
    };
    const pool = layer('maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' });
    const down = (y: TensorRef, first: number, filters: number, startsWithRelu: boolean): TensorRef => {
      const skip = convBn(filters, 1, { strides: 2, padding: 'same' })(y);
      const start = startsWithRelu ? relu(y) : y;
      return join('add', [through(start, separable(first), relu, separable(filters), pool), skip]);
    };
    let y = through(
      x,
      convBn(32, 3, { strides: 2, padding: 'valid' }),
      relu,
      convBn(64, 3, { padding: 'valid' }),
      relu,
    );
    y = down(y, 128, 128, false);
    y = down(y, 256, 256, true);
    y = down(y, 728, 728, true);
    for (let block = 0; block < 8; block++) {
      const inner = [0, 1, 2].flatMap(() => [relu, separable(728)]);
      y = join('add', [through(y, ...inner), y]);
    }
    y = down(y, 728, 1024, true);
    return through(y, separable(1536), relu, separable(2048), relu, globalPool, dense(1000));
  });
