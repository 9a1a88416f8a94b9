import type { Shape, WeightSpec } from '../../../../../core/vocabulary/operator.ts';
import { callValue, getMember, touch } from '../../values/machine.ts';
import { findSlot } from '../../values/prototypes.ts';
import type { CallSite, LayerValue, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import { shapeArgument, shapeOfValue } from './custom-shapes.ts';

/** Members by which an author may count weights in a way of their own. */
const counting = ['weights', 'trainableWeights', 'nonTrainableWeights', 'countParams', '_trainableWeights'];

/** Runs the author's `build` when the layer is applied for the first time, for the weights that it adds. */
export function buildCustom(layer: LayerValue, inputs: readonly Shape[], site: CallSite): void {
  const { run } = site.scope.frame;
  const { custom, instance } = layer;
  if (!custom || !instance || custom.isBuilt) return;
  touch(run, layer);
  custom.isBuilt = true;
  const build = getMember(instance, 'build', site);
  if (!isKind(build, 'function')) return;
  building.set(layer, run.branches.length);
  try {
    callValue(build, [shapeArgument(inputs)], site, instance);
  } finally {
    building.delete(layer);
  }
}

/** How many branches were open when a layer's `build` began: weights behind more of them may not be there. */
const building = new WeakMap<LayerValue, number>();

/** `this.addWeight(name, shape, dtype, initializer, regularizer, trainable)`. */
export function addCustomWeight(layer: LayerValue, args: readonly Value[], site: CallSite): void {
  const { custom } = layer;
  if (!custom?.weights) return;
  touch(site.scope.frame.run, layer);
  const [name, shape, , , , trainable] = args;
  const isSure = (building.get(layer) ?? 0) === site.scope.frame.run.branches.length;
  if (!isSure || !isKind(shape, 'array') || shape.open) {
    custom.weights = null;
    return;
  }
  const text = typeof name === 'string' ? name : `weight_${custom.weights.length}`;
  custom.weights = [
    ...custom.weights,
    { name: text, shape: shapeOfValue(shape), trainable: trainable !== false, initializer: 'glorot' },
  ];
}

/** What the layer is known to hold; null when the author counts otherwise or some of it could not be read. */
export function customWeights({ custom, instance }: LayerValue): readonly WeightSpec[] | null {
  if (!custom?.isBuilt || !instance) return null;
  return counting.some((name) => findSlot(instance, name)) ? null : custom.weights;
}
