import { mayRunAnytime } from '../../flow/mutations.ts';
import { callValue } from '../../values/machine.ts';
import type { CallSite, Value } from '../../values/values.ts';
import { isCallable, object, unknown } from '../../values/values.ts';
import { loadModel } from '../layers/from-graph.ts';
import { createLayer, createLayerOfClass } from '../layers/layers.ts';
import { createFunctional, createSequential } from '../layers/models.ts';
import { loadGraphModel } from './load-graph-model.ts';
import { createTensor } from './real-tensors.ts';

/** Calls a member of TensorFlow.js. What makes no layers has a result that nobody knows. */
export function callTf(path: string, args: readonly Value[], site: CallSite): Value {
  const [config] = args;
  switch (path) {
    case 'sequential':
      return createSequential(config, site);
    case 'model':
      return createFunctional(config, site);
    case 'input':
    case 'layers.input':
      return createLayer('input', config, site).nodes[0]?.outputs[0];
    case 'loadLayersModel':
      return loadModel(config, site);
    case 'loadGraphModel':
      return loadGraphModel(config, site);
    case 'tidy':
    case 'profile': {
      const body = args.find(isCallable);
      return body === undefined ? undefined : callValue(body, [], site);
    }
    default:
  }
  for (const arg of args) mayRunAnytime(arg, site);
  const [space, name] = path.split('.');
  if (space === 'layers' && name !== undefined) return createLayer(name, config, site);
  // Initialisers, regularisers, optimisers and losses are passed around and never looked into.
  if (name !== undefined) return { kind: 'tf', path: `${path}()` };
  const tensor = createTensor(path, args);
  if (tensor !== null) return tensor;
  return unknown(`the result of tf.${path}`);
}

/** `new tf.Sequential()`, `new Conv2D(config)`. */
export function constructTf(path: string, args: readonly Value[], site: CallSite): Value {
  const [config] = args;
  const className = path.split('.').at(-1) ?? path;
  if (className === 'Sequential') return createSequential(config, site);
  if (className === 'LayersModel' || className === 'Model') return createFunctional(config, site);
  return createLayerOfClass(className, config, site) ?? unknown(`an instance of tf.${path}`);
}

/** A member of the namespace by its path; `default` is the namespace itself. */
export function tfMember(path: string, name: string): Value {
  if (name === 'default') return { kind: 'tf', path };
  if (path === '' && name === 'version') return object();
  if (path.endsWith('()')) return unknown(`tf.${path}.${name}`);
  return { kind: 'tf', path: path === '' ? name : `${path}.${name}` };
}
