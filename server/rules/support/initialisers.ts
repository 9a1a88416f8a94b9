import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Layer } from '../../../core/graph/node.ts';
import { isKnown, printShape } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue, Shape, WeightSpec } from '../../../core/vocabulary/operator.ts';
import { isMadeByProgram } from '../../frontends/origin.ts';

/** An initialiser that cannot fill the weight that it is given to. */
export interface UnfitInitialiser {
  readonly layer: Layer;
  readonly attribute: string;
  readonly value: AttributeValue;
  readonly expected: string;
}

/** Initialisers on which TensorFlow.js throws because of the shape of the weight. */
export function* unfitInitialisers({ graph, layers }: GraphAnalysis): Generator<UnfitInitialiser> {
  for (const [index, layer] of graph.layers.entries()) {
    if (!isMadeByProgram(layer)) continue;
    for (const weight of layers[index]!.weights) {
      const attribute = initialiserOf(weight);
      const value = layer.attributes[attribute];
      const expected = typeof value === 'string' ? neededBy(value, weight.shape) : null;
      if (expected !== null)
        yield {
          layer,
          attribute,
          value: value!,
          expected: l10n.t('{0}, and the {1} is {2}', expected, spoken(weight), printShape(weight.shape)),
        };
    }
  }
}

/** `recurrent_kernel` → `recurrentInitializer` */
function initialiserOf({ name }: WeightSpec): string {
  const stem = name.replace(/_kernel$/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${stem}Initializer`;
}

function spoken({ name }: WeightSpec): string {
  return name.replaceAll('_', ' ');
}

/** What an initialiser needs that a shape certainly is not. */
function neededBy(initialiser: string, shape: Shape): string | null {
  const [rows, columns] = shape;
  const isSquare = shape.length === 2 && (!isKnown(rows!) || !isKnown(columns!) || rows === columns);
  if (/(^|\.)identity$/i.test(initialiser))
    return isSquare ? null : l10n.t('another initialiser: the identity fills square matrices only');
  if (/(^|\.)orthogonal$/i.test(initialiser))
    return shape.length > 1 ? null : l10n.t('another initialiser: orthogonal ones need two axes');
  return null;
}
