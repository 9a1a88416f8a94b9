/** A program of a public repository, and how its functions are called where the program itself is not started. */
export interface CoveredProgram {
  readonly file: string;
  /** Evaluated in the program's own scope, with the real TensorFlow.js and here alike. */
  readonly calls: readonly string[];
}

export interface CoveredRepository {
  readonly name: string;
  readonly commit: string;
  /** Programs whose functions are called with arguments that their documentation gives. */
  readonly programs?: readonly CoveredProgram[];
}

const program = (file: string, ...calls: string[]): CoveredProgram => ({ file, calls });

/** Arguments are those that the repositories' own main programs or documentation give. */
export const repositories: readonly CoveredRepository[] = [
  {
    name: 'tensorflow/tfjs-examples',
    commit: '0521725666e4504948eed00fe372b92510cc74f9',
    programs: [
      program('abalone-node/model.js', 'createModel([8])'),
      program(
        'addition-rnn/index.js',
        "createAndCompileModel(1, 128, 'SimpleRNN', 2, 12)",
        "createAndCompileModel(2, 128, 'LSTM', 2, 12)",
      ),
      program('addition-rnn-webworker/worker.js', "createAndCompileModel(1, 128, 'GRU', 2, 12)"),
      program('baseball-node/pitch_type.js'),
      program('baseball-node/strike_zone.js'),
      program('cart-pole/index.js', 'new PolicyNetwork([4])', 'new PolicyNetwork([8, 4])'),
      program('date-conversion-attention/model.js', 'createModel(35, 13, 12, 10)'),
      program(
        'fashion-mnist-vae/model.js',
        'encoder({ originalDim: 784, intermediateDim: 512, latentDim: 2 })',
        'decoder({ originalDim: 784, intermediateDim: 512, latentDim: 2 })',
      ),
      program('getting-started/index.js', 'run()'),
      program('intent-classifier/training/intent_model.js', "getModel(['a', 'b', 'c'])"),
      program(
        'intent-classifier/training/tagger_model.js',
        "getModel({ embeddingDims: 512, sequenceLength: 20, modelType: 'lstm', numLabels: 5 })",
        "getModel({ embeddingDims: 512, sequenceLength: 20, modelType: 'bidirectional-lstm', numLabels: 5 })",
        "getModel({ embeddingDims: 512, sequenceLength: 20, modelType: 'dense', numLabels: 5 })",
      ),
      program(
        'jena-weather/models.js',
        "buildModel('linear-regression', 20, 14)",
        "buildModel('mlp', 20, 14)",
        "buildModel('mlp-l2', 20, 14)",
        "buildModel('mlp-dropout', 20, 14)",
        "buildModel('simpleRNN', 20, 14)",
        "buildModel('gru', 20, 14)",
      ),
      program('lstm-text-generation/model.js', 'createModel(40, 71, [128, 64])', 'createModel(40, 71, 128)'),
      program('mnist/index.js', 'createConvModel()', 'createDenseModel()'),
      program('mnist-acgan/gan.js', 'buildGenerator(100)', 'buildDiscriminator()'),
      program('mnist-node/model.js'),
      program('polynomial-regression/index.js'),
      program('quantization/model_fashion_mnist.js', 'createModel()'),
      program('quantization/model_housing.js', 'createModel()'),
      program('quantization/model_mnist.js', 'createModel()'),
      program(
        'sentiment/train.js',
        ...['multihot', 'flatten', 'cnn', 'simpleRNN', 'lstm', 'bidirectionalLSTM'].map(
          (kind) => `buildModel('${kind}', 100, 10000, 32)`,
        ),
      ),
      program('simple-object-detection/train.js', 'buildNewHead([7, 7, 256])'),
      program('snake-dqn/dqn.js', 'createDeepQNetwork(9, 9, 4)'),
    ],
  },
  {
    name: 'botcs/label-delay',
    commit: 'f2d546f6f95c4f970fea01399433d77e75d0d1b9',
    programs: [
      program('demo/cnn.js', 'CNN_SMALL([32, 32, 3])', 'CNN_BASE([32, 32, 3])', 'CNN_LARGE([64, 64, 3])'),
      program('demo/linear.js', 'Linear([32, 32, 3])'),
      program('demo/mobilenetv2.js', 'mobileNetV2([224, 224, 3])'),
      program('demo/resnet18.js', 'resNet18([64, 64, 3])'),
    ],
  },
  {
    name: 'RobinKa/web-deep-image-prior',
    commit: '85446e9f71d720772000ca7e7c6d8ffdf5574121',
    programs: [
      program('src/models/ConvNet.ts', 'createConvNet([64, 64, 3], 3, 4, 16)'),
      program('src/models/UNet.ts', 'createUNet([64, 64, 3], 3, 4, 16)'),
    ],
  },
  {
    name: 'renn72/brain_game',
    commit: '94ab5a14f03cc23155109cea78e0aebaa42fb4d8',
    programs: [
      program(
        'backend/tensor/model.js',
        "buildModel([{ units: 64, activation: 'relu' }, { units: 32, activation: 'tanh' }])",
      ),
    ],
  },
  {
    name: 'Durban-Designer/Fighter-Ai',
    commit: '27a2872d9a9e0ea270d81267655e5dc836d09911',
    programs: [program('src/model.js')],
  },
];
