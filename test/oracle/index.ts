/**
 * Real TensorFlow.js, asked what it does. Tests compare our answers with these; nothing here computes anything itself.
 */
export { type Loading, loading } from './load-in-worker.ts';
export { type BundledModel, bundledMobileNet } from './nsfwjs.ts';
export {
  type Oracle,
  type OracleLayer,
  oracle,
  oracleWeights,
  type Runtime,
  randomiseWeights,
  type Weighted,
} from './oracle.ts';
export { fromTf, loadModel, tf, toTf, useBackend } from './tensorflow.ts';
