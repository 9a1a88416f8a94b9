/** Networks of examples/ that are worth a look for themselves; web editors can't list an extension's folder. */
export const exampleFiles = [
  'digits/model.json',
  'lenet5.ts',
  'lenet5-1998.convlens.json',
  'alexnet.ts',
  'vgg16.ts',
  'googlenet.ts',
  'resnet18.ts',
  'resnet50.ts',
  'mobilenet.ts',
  'shufflenet.ts',
  'autoencoder.convlens.json',
] as const;
