import * as l10n from '@vscode/l10n';
import { analyseGraph } from '../../../../../core/graph/analyse.ts';
import { applicationOf } from '../../../../../core/graph/application.ts';
import { operatorOf } from '../../../../../core/graph/infer.ts';
import { fromDimension } from '../../values/numbers.ts';
import type { LayerValue, Run, Value } from '../../values/values.ts';
import { unknown } from '../../values/values.ts';
import { toGraph } from './graph.ts';
import { toLayer } from './layers.ts';

/** `countParams()`, of a model or of a layer that has been applied. */
export function countedParams(layer: LayerValue, run: Run): Value {
  const why = l10n.t('a count of parameters that are not known');
  if (layer.alternatives) return unknown(why);
  if (layer.model) {
    const { complete } = layer.model;
    return complete
      ? fromDimension(analyseGraph(toGraph(layer, run.work), { work: run.work }).totals.params.total, why)
      : unknown(why);
  }
  const [node] = layer.nodes;
  const described = toLayer(layer, layer.label, null);
  const operator = operatorOf(described);
  if (!node || !operator || described.weights) return unknown(why);
  const inputs = node.inputs.map(({ shape }) => shape);
  return fromDimension(applicationOf(operator, described.attributes, inputs).params.total, why);
}
