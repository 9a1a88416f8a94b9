/** What losses ask of targets, and which of them TensorFlow.js knows by name. */
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import type { ModelCall, Port, Word } from '../../frontends/uses.ts';

export const sparse = 'sparseCategoricalCrossentropy';
export const categorical = 'categoricalCrossentropy';

/** What `compile` takes for a loss when it is written as a text. */
export const lossNames: readonly string[] = [
  ...['meanSquaredError', 'meanAbsoluteError', 'meanAbsolutePercentageError', 'meanSquaredLogarithmicError'],
  ...['squaredHinge', 'hinge', 'categoricalHinge', 'logcosh', categorical, sparse, 'binaryCrossentropy'],
  ...['kullbackLeiblerDivergence', 'poisson', 'cosineProximity'],
];

/** What it takes for a metric. */
export const metricNames: readonly string[] = [
  ...['accuracy', 'acc', 'crossentropy', 'ce', 'binaryAccuracy', 'categoricalAccuracy', 'precision', categorical],
  ...[sparse, 'mse', 'MSE', 'mae', 'MAE', 'mape', 'MAPE', 'cosine'],
];

/** The name that a text means, as Keras and other libraries write it; null when it is like none. */
export function meantName(text: string, names: readonly string[]): string | null {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
  const wanted = short[plain(text)] ?? plain(text);
  return names.find((name) => plain(name) === wanted || short[plain(name)] === wanted) ?? null;
}

/** Short names of losses, by what they stand for. */
const short: Readonly<Record<string, string>> = {
  mse: 'meansquarederror',
  mae: 'meanabsoluteerror',
  mape: 'meanabsolutepercentageerror',
  msle: 'meansquaredlogarithmicerror',
  kld: 'kullbackleiblerdivergence',
  cosine: 'cosineproximity',
  bce: 'binarycrossentropy',
  cce: 'categoricalcrossentropy',
};

/** The loss of an output; null when it is not known. */
export function lossOf({ model }: Pick<ModelCall, 'model'>, port: Port): Word | null {
  const at = model.outputs?.indexOf(port) ?? -1;
  return model.losses[at] ?? null;
}

/** The shape of the targets of an output: class numbers for the sparse loss, which any loss that is not known may be. */
export function targetShape(output: Shape, loss: Word | null): Shape {
  if (!loss) return output.with(-1, null);
  return isLoss(loss, sparse) ? output.with(-1, 1) : output;
}

export function isLoss(loss: Word, name: string): boolean {
  return loss.isText && loss.text === name;
}

/** How targets belong to another loss: rows that are one-hot, or numbers of classes; null when they do not. */
export function clashOf(targets: Shape, output: Shape, loss: Word): 'one-hot' | 'numbers' | null {
  const [has, classes] = [targets.at(-1) ?? null, output.at(-1) ?? null];
  if (targets.length !== output.length || !isKnown(classes) || classes < 2) return null;
  const isElsewhere = targets.some((size, axis) => {
    const wanted = output[axis] ?? null;
    return axis > 0 && axis < targets.length - 1 && isKnown(size) && isKnown(wanted) && size !== wanted;
  });
  if (isElsewhere) return null;
  if (isLoss(loss, sparse) && has === classes) return 'one-hot';
  return isLoss(loss, categorical) && has === 1 ? 'numbers' : null;
}
