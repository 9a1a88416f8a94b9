import {
  conv2d,
  dense,
  dropout,
  flatten,
  localResponseNormalization,
  maxPooling2d,
  sequential,
} from 'convlens';

/**
 * AlexNet as of 2012, its two towers as what they are: groups. With them 60,965,224 parameters and 724,406,816 MACs, the
 * same as `alexnet.ts`, which writes the towers out; without (`alexnet(1)`) 62,378,344 and 1,135,256,096.
 *
 * Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.
 */
export function alexnet(groups = 2, classes = 1000) {
  const response = { depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75 };
  return sequential({
    name: 'alexnet',
    layers: [
      conv2d({
        inputShape: [227, 227, 3],
        filters: 96,
        kernelSize: 11,
        strides: 4,
        activation: 'relu',
        name: 'conv1',
      }),
      localResponseNormalization({ ...response, name: 'norm1' }),
      maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1' }),
      convolution('conv2', 256, 5, groups),
      localResponseNormalization({ ...response, name: 'norm2' }),
      maxPooling2d({ poolSize: 3, strides: 2, name: 'pool2' }),
      convolution('conv3', 384, 3, 1),
      convolution('conv4', 384, 3, groups),
      convolution('conv5', 256, 3, groups),
      maxPooling2d({ poolSize: 3, strides: 2, name: 'pool5' }),
      flatten({ name: 'flatten' }),
      dense({ units: 4096, activation: 'relu', name: 'fc6' }),
      dropout({ rate: 0.5, name: 'drop6' }),
      dense({ units: 4096, activation: 'relu', name: 'fc7' }),
      dropout({ rate: 0.5, name: 'drop7' }),
      dense({ units: classes, activation: 'softmax', name: 'fc8' }),
    ],
  });
}

function convolution(name: string, filters: number, kernelSize: number, groups: number) {
  return conv2d({ filters, kernelSize, groups, padding: 'same', activation: 'relu', name });
}
