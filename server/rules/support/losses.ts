/** What losses ask of targets. */
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import type { ModelCall, Port, Word } from '../../frontends/uses.ts';

export const sparse = 'sparseCategoricalCrossentropy';
export const categorical = 'categoricalCrossentropy';

/** The loss of an output; null when it is not known. */
export function lossOf({ model }: Pick<ModelCall, 'model'>, port: Port): Word | null {
  const at = model.outputs?.indexOf(port) ?? -1;
  return model.losses[at] ?? null;
}

/** The shape of the targets of an output: class numbers for the sparse loss, which any loss that is not known may be. */
export function targetShape(output: Shape, loss: Word | null): Shape {
  if (!loss) return output.with(-1, null);
  return loss.isText && loss.text === sparse ? output.with(-1, 1) : output;
}

/** How targets belong to another loss: one-hot rows, or class numbers; null when they do not. */
export function isClash(targets: Shape, output: Shape, loss: Word): boolean {
  return clashOf(targets, output, loss) !== null;
}

export function clashOf(targets: Shape, output: Shape, loss: Word): 'one-hot' | 'numbers' | null {
  if (!loss.isText) return null;
  const [has, classes] = [targets.at(-1) ?? null, output.at(-1) ?? null];
  if (targets.length !== output.length || !isKnown(classes) || classes < 2) return null;
  if (
    targets
      .slice(1, -1)
      .some((size, axis) => isKnown(size) && isKnown(output[axis + 1] ?? null) && size !== output[axis + 1])
  )
    return null;
  if (loss.text === sparse && has === classes) return 'one-hot';
  return loss.text === categorical && has === 1 ? 'numbers' : null;
}
