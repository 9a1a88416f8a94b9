/** Networks of examples/ that are worth a look for themselves; web editors can't list an extension's folder. */
export const exampleFiles = [
  'lenet5.ts',
  'alexnet.ts',
  'vgg16.ts',
  'resnet50.ts',
  'mobilenet.ts',
  'digits/model.json',
] as const;
