import * as l10n from '@vscode/l10n';
import { analyseGraph } from '../../../../../core/graph/analyse.ts';
import { denseToConvolution } from '../../../../../core/graph/convert.ts';
import { withInputShapes } from '../../../../../core/graph/input-shapes.ts';
import { inputShapeOf } from '../../../input-shape.ts';
import { nativeSpelling } from '../../../native/spelling.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, LayerValue, Value } from '../../values/values.ts';
import { isKind, unknown } from '../../values/values.ts';
import { readArguments } from '../layers/arguments.ts';
import { fromGraph } from '../layers/from-graph.ts';
import { toGraph } from '../layers/graph.ts';

/** `fullyConvolutional(model, {inputShape, name})`: the model with its dense layers as convolutions. */
export function convertToConvolutions(value: Value, config: Value, site: CallSite): Value {
  if (!isKind(value, 'layer') || !value.model) return unknown(l10n.t('the conversion of something that is no model'));
  const spelling = nativeSpelling('inputLayer');
  const raw = spelling === null ? {} : readArguments(config, spelling, site.scope.frame.run);
  const shape = inputShapeOf('inputLayer', raw);
  const { work } = site.scope.frame.run;
  const converted = denseToConvolution(analyseGraph(toGraph(value, work), { work }));
  const graph = shape === null ? converted : withInputShapes(converted, [shape]);
  const layer = fromGraph(graph, site);
  const { run } = site.scope.frame;
  const name = typeof raw.name === 'string' ? raw.name : null;
  const made: LayerValue = {
    ...layer,
    ...(name === null ? {} : { label: name }),
    model: layer.model && {
      ...layer.model,
      configName: name,
      place: placeOf(site.node, site.scope),
    },
  };
  run.models.push(made);
  return made;
}
