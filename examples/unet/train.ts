import * as tf from '@tensorflow/tfjs';
import { unet } from './unet.ts';

/** The sizes of the paper: 572×572 pixels in, 388×388 out, two classes. */
export const model = unet(572, 2, 64);
model.compile({ optimizer: tf.train.momentum(0.01, 0.99), loss: 'categoricalCrossentropy' });
