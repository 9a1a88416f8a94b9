import { Worker } from 'node:worker_threads';

export type Loading = 'loads' | 'throws' | 'never ends';

/**
 * What the real TensorFlow.js makes of a saved model. Behind some references it waits for ever without a pause, so it is
 * asked in a worker, which is ended some seconds after it has begun.
 */
export async function loading(artifacts: object): Promise<Loading> {
  const worker = new Worker(program, { eval: true, workerData: artifacts });
  const words = new Promise<Loading>((resolve, reject) => {
    worker.on('error', reject).on('message', (word: Loading | 'begins') => {
      if (word === 'begins') setTimeout(() => resolve('never ends'), patience);
      else resolve(word);
    });
  });
  try {
    return await words;
  } finally {
    await worker.terminate();
  }
}

/** In milliseconds; the models of the tests load in a few. */
const patience = 3000;

const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const tf = require('@tensorflow/tfjs');
  parentPort.postMessage('begins');
  const say = (word) => () => parentPort.postMessage(word);
  tf.loadLayersModel({ load: async () => workerData }).then(say('loads'), say('throws'));
`;
