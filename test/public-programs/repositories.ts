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
  // Every program of these that builds layers is run as it is.
  { name: '0-5788719150923125/ode', commit: '9e80dcd0875d49e0c24668f149c526e371fccc57' },
  { name: 'AlexLieb83/TensorflowjsStudies', commit: '99ccd0fa7930cb97c35ae780025f521e5fdd773f' },
  { name: 'AndreyKrivtsov/TensorflowJS-experiments', commit: '53d373118804849dcbc21e3c62d2a3c78828ce44' },
  { name: 'antoineMoPa/tfjs-text-experiment', commit: '4f560597ad953c7cf6169d500bcca7afdfe6a02c' },
  { name: 'Apress/Practical-TensorFlow.js', commit: '8b7739dfff1abd7a2f6949f5d4f64f03724765ac' },
  { name: 'Arnaud58/tensorflow-JS', commit: 'b77f32266193daa93afc303141febd99bb162a65' },
  { name: 'bangoc123/tensorflow-js', commit: '2e9ac50bbc929a8f0df1821bb33419bbdd924c30' },
  {
    name: 'BitRuby/Tensorflow.js-Chest-Cancer-Image-Recognition-with-CNN',
    commit: 'bebecbba473c221a5c456f0c70f42067943cd7f7',
  },
  { name: 'brolam/tensorflowjsPoc', commit: 'c38cf6de8292ade5c7ef84a94503b4fe513d4a67' },
  { name: 'caisq/tfjs-dump', commit: '73b7f867ad701a3b37d23a140e8811663f698d34' },
  { name: 'camara94/coursera-tensorflow-js', commit: '251fc5f5cc68f392b215681285a24e708ca6552d' },
  { name: 'cibis/tfjs-geneticalgorithm', commit: '9ef6a0f343fba49ccc3da003cb90d1869c32b5c0' },
  { name: 'CloudZero2049/TD3-TensorFlowJS', commit: 'c6284d59a32c16cce1922416a48aa905006cf790' },
  { name: 'coji/tensorflowjs-learning', commit: 'c793fe92eaf484d8d922aaa8a020d13c7df6e70b' },
  { name: 'cstefanache/tfjs-model-view', commit: '860fed91c837fe28b3119e18c1f38d5298a6eddc' },
  {
    name: 'curiousily/alien-vs-predator-tensorflow-js-classification',
    commit: '735ee38bfa5e406ad531d788b022958481182355',
  },
  {
    name: 'deeplearning-mit-tensorflow-keras-tfjs/2020_Zweite_Auflage',
    commit: 'ff1ebecef80ae9f7274695686cfad46dd5c0a0a5',
  },
  { name: 'elicorrales/tensorflow.js-color-classifier', commit: 'a41d379791e7d02e19f5b5e3344ef3a03123546d' },
  { name: 'elicorrales/tensorflow.js-mnist-digits-classifier', commit: '17ffb5768ffacfae82213781b16fc8e40178ae88' },
  { name: 'epfml/disco', commit: '10b4be700c6e8f0af58a2c792e8a4c4db7096c0d' },
  { name: 'ermineaweb/tensorflowjs-sandbox', commit: 'eabeb7541b8a461ea2a8948184d0fcf7124a4187' },
  { name: 'GantMan/learn-tfjs', commit: '7761c70fa8f8ea60b2e59fa2231b9b0a72ec0424' },
  { name: 'generic-github-user/TensorFlow.js-VAE', commit: 'daea03a3132b9fc1678e19690e50a80ec9f178b2' },
  { name: 'goepfert/MachineLearning', commit: 'b88bc0e0cff87054b78a8b4e32ac71e16da36f0d' },
  { name: 'greenrazer/tensorflow-js-text-generation', commit: '7eccc6eaedee8f5be533ed09a8d52596a88dbe70' },
  {
    name: 'hpssjellis/beginner-tensorflowjs-examples-in-javascript',
    commit: '41b58756998c1d0b88133d068914c459870087b6',
  },
  { name: 'Hsu-Hui/tfjs-MNIST-demo', commit: 'df5376e4389262c42e08f54ebfd73f6d9088f048' },
  { name: 'HubertLegec/tensorflowjs-demo', commit: '886c37de9c279f6c5befc35b5565436265c07a5f' },
  { name: 'iascchen/react-tfjs-camp', commit: 'c56fb812ee24c09df87de250a6563316917f0f45' },
  { name: 'iNikolas/tensorflow-js-examples', commit: 'e6102c6a65ad65a6ccf30a67cabc0c7acd15a469' },
  { name: 'iqorange/tfjsP', commit: 'af9ba71c48becfabfd8735094c8680d509ae1a2b' },
  { name: 'ironmanciti/TensorflowJS-ML', commit: '27522314c97c4a629c64aab8521b6efd43a2ef9f' },
  { name: 'itrm-team/ocean-tensorflowjs', commit: 'a02f4242378f0d65959edcc629040ffbc8acdd84' },
  { name: 'iwanharyatno/tfjs-mnist', commit: '472271660e2f523071f018f77ba560a0cce8dfc5' },
  { name: 'ixartz/handwritten-digit-recognition-tensorflowjs', commit: '20864a2b544a547b8e8a4a961f12b9f5af89b584' },
  { name: 'jefffriesen/tensorflowjs-examples', commit: '679deeaa55a4b584b5526db04894ed3717372bfb' },
  { name: 'joemullenix-ks/tfjs-node-grid-search', commit: '6f5106755ed7d732dd5dbae7011cf059c008ede9' },
  { name: 'Josh-Weston/TensorFlowJS', commit: '8f3012b06ed744171144fe757fb0ed2c7abb222c' },
  { name: 'josoriom/u-net', commit: '4e3da78dded533c212a4c6ddfe7439420ed58f2f' },
  {
    name: 'kenmaready/Machine-Learning-with-JS-using-TensorFlowjs',
    commit: '297a19e1ff4b63d4af5ec3c030ccfc2a8a3cb65b',
  },
  { name: 'Kimjw111/tensorflowjs', commit: '4a48f1bcedfe3fef63156731af2ca0cadef7155f' },
  { name: 'laronson/tensorflowjs-tutorials', commit: 'f1394621156d09f0a4a4c25b493cd94ae4ae7960' },
  { name: 'linus87/tensorflowjsdemo', commit: '9e35926103cfdfe44634dc536ecd19902279dddc' },
  { name: 'lmoroney/dlaicourse', commit: 'f9bb5f236da306d9f8a7c978ed37292105fd7254' },
  { name: 'maoshuochen/Learn-Tensorflow.js', commit: '620b338ce804843e69606740373901ce4de64446' },
  { name: 'masfuulaji/cnn-tensorflowjs-epressjs', commit: '9d61e326d85467c621b3ba3b8cbafe9def9d51a9' },
  { name: 'matin-ghorbani/Fashion-MNIST-training-TensorFlow-JS', commit: 'ceaeb669a86fdf650f20baa4b7c76af358d7e179' },
  { name: 'MattKovtun/flappy-bird-tfjs', commit: '4527f626a1e73b2edaa67e68a61929aa18f391be' },
  { name: 'MaximDrobchak/AI-Controled-Media-Player-TensorFlowJS', commit: '7f2020a3f74f2c763d98c90360ba810f9d83d719' },
  { name: 'mingli202/mathracer', commit: '129003d0cf276cd0d907bf08adbca691909a2804' },
  { name: 'ml5js/ml5-library', commit: 'f80f95aa6b31191ab7e79ff466e8506f5e48a172' },
  { name: 'mohamedYoussfi/machines-learning-tensorflow-js', commit: '99e4a048b90482ccece7cbcb3dd88e70995ef2a9' },
  { name: 'msaad1311/Tensorflow.js', commit: 'd0815968b94b1d35ce9823fe77ed13e08dd7df3d' },
  { name: 'ngfelixl/tfjs-mnist-ts', commit: 'c2dab8af273284b67942620a318a5fe23b6b3979' },
  { name: 'nhaumann/TensorFlowJS', commit: '01978e30b306e08ec06d5ea107617acfb6e64abc' },
  { name: 'nichealpham/Learning-Tensorflow.js', commit: '930a2583542f32b291c1d1894f33340baf69b6af' },
  { name: 'NN-Studio/TensorFlow.js-examples', commit: '7082402c64b523ca6befb7cf6e975f577d67aa51' },
  { name: 'nnance/tfjs-ts-examples', commit: '6670928447fb154a59daab4bf29dace5a8559c4d' },
  {
    name: 'PacktPublishing/Hands-On-Machine-Learning-with-TensorFlow.js.',
    commit: 'ab6872270fbaf8e3ac99c1ec0047a4821cd2b95d',
  },
  { name: 'pato12/ia2018-signer', commit: '0ef589e073576aeeb07e4832eb7b8426ff7d063d' },
  { name: 'paulbors/deep_learning_with_tensorflowjs', commit: '9f8f3be7a07fe82f2e48c03770de782962b7c0ca' },
  { name: 'pihh/tensorflow-js-training', commit: 'ca4be378f2eeb679f4e9900301807bae1c6e4cfb' },
  { name: 'ranilmukesh/TensorFlow.js-AutoML-Studio-with-Next-JS', commit: 'c34032119e25de7f7f303ad5bcf6298c37cb3cd2' },
  { name: 'rankuptuts/ai-flappybirdclone-tensorflow.js-phaser3', commit: '3e43582d880b01777dc39267e2643a12ebba716b' },
  { name: 'regression1607/Tensorflow.js-Projects', commit: 'b8612f406f5bc8564e17b08afb107adecf9539bd' },
  { name: 'risenW/Tensorflowjs_Projects', commit: 'c06c785928a94abf5e03a74e07a90b424fa96069' },
  {
    name: 'RobertoFreireDev/Yatche-AI-Browser-Game-with-TensorFlow.js',
    commit: 'fbf68e1c414a0d678949a749c0134c8eda46936e',
  },
  { name: 'salim4n/tfjs-playground', commit: 'aa4446c83978abb2a34e6b268e312c885d2a8a8d' },
  { name: 'SaschaDittmann/tfjs-transferlearning', commit: 'e231ab2f650d5e4cd153d501b0f34475df3aa28d' },
  { name: 'serkansokmen/tfjs-react-playground', commit: '486183f7872088c5c60329baa4fc204a49db0d6c' },
  { name: 'shiffman/Tensorflow-JS-Examples', commit: '787c5addb591675a23841af4959dd4077a72fe09' },
  { name: 'SimonCao1207/MNIST-js', commit: 'c85c5578e5da7983fc4bb08622e6bdfa19c107a5' },
  { name: 'STARLORD1401/tensorflowjs', commit: '822096c3eef2f08fcbe75211bf3d41a612cea72b' },
  { name: 'twosom/tensorflow-js-practice', commit: '53ea55e42776abc1a2eb0e08becabcc1c00a6962' },
  { name: 'Ugi12/vinnsl-worker-tensorflowjs', commit: '95b618fb97e0f62f87319e0a6d4eeac861df2804' },
  { name: 'uni-3/tfjs-playground', commit: 'cdbbc98d8a0e831680a05856bc17d1c8122cd81d' },
  { name: 'Vamsi995/Tensorflow.js', commit: 'b6ae9cf3ecdbe9aab01a2d86870ba1d581459c32' },
  { name: 'veaba/learn-tensorflow-js', commit: 'fd6ac7fa6e33f15153f2a881f2f996d5b67fb38a' },
  { name: 'Verbatic-Software/TensorFlow.js-MNIST', commit: '455bbf9f022fbef519f9c2b8385c180e47dffc2a' },
  { name: 'vladborsh/tfjs-cam-control', commit: '063bd347300dadecca4c36d5ba122d252320a963' },
  { name: 'WenheLI/style-transfer-tfjs-node', commit: 'a3352554404046a0f173851937d340655a6efa06' },
  { name: 'wenjalan/tensorflow-js-nlg', commit: '30c8a021750c7dc38a624c04055973ff09a56379' },
  { name: 'wujjpp/tensorflow-js', commit: '349963988cdcf62a54f2886a044426c0edaf95ed' },
  { name: 'yinchengnuo/learnTensorFlowJS', commit: '614582622a914fc558dfa16c93354fa5f67d050d' },
  { name: 'yoavain/tensorflow-js-playground', commit: '64b9105e6c40d74db57e66553ea9e10d5215ea72' },
  { name: 'zTree/TensorFlowJs', commit: '49544f1a5785eba70373718aaaf065a9ffc83409' },
];
