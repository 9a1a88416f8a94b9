import * as l10n from '@vscode/l10n';
import type { Range } from '../../../../../core/graph/node.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import { getMember } from '../../values/machine.ts';
import { nameModel } from '../../values/model-names.ts';
import type { CallSite, ClassValue, LayerValue, ObjectValue, Value } from '../../values/values.ts';
import { isKind, now } from '../../values/values.ts';
import { shapeOfValue } from '../layers/custom-shapes.ts';
import { createUnknown, remember } from '../layers/layers.ts';
import { createFunctional, createSequential } from '../layers/models.ts';
import { generatedName } from '../layers/names.ts';

/** What stands behind an instance of a class that extends the one of that name: a layer, or a model. */
export function createBehind(
  instance: ObjectValue,
  base: string | null,
  args: readonly Value[],
  site: CallSite,
): LayerValue {
  const model =
    base === 'Sequential'
      ? createSequential(args[0], site)
      : base === 'LayersModel' || base === 'Model'
        ? createFunctional(args[0], site)
        : null;
  const type = instance.class;
  if (model && type) nameModel(model, type.name, { file: type.module.uri, range: rangeOf(type) });
  return model ?? createCustomLayer(instance, base, args, site);
}

function rangeOf({ node, module }: ClassValue): Range {
  const named = node.name ?? node;
  return { start: named.getStart(module.source), end: named.end };
}

/** The layer behind an instance of a class that extends `tf.layers.Layer`. */
function createCustomLayer(
  instance: ObjectValue,
  base: string | null,
  args: readonly Value[],
  site: CallSite,
): LayerValue {
  const [config] = args;
  const type = instance.class;
  const declared = type ? getMember(type, 'className', site) : undefined;
  const className = typeof declared === 'string' ? declared : (type?.name ?? 'Layer');
  const layer = createUnknown(className, l10n.t("{0} is the author's own layer", className), config, site);
  const name = isKind(config, 'object') ? config.properties.get('name')?.value : undefined;
  const own = typeof name === 'string' ? name : null;
  const isPlain = base === 'Layer';
  const made = {
    ...layer,
    description: { ...layer.description, name: own },
    label: own ?? generatedName(site.scope.frame.run, className),
    batchInputShape: isPlain ? inputShapeOf(config) : null,
    trainable: !isKind(config, 'object') || config.properties.get('trainable')?.value !== false,
    instance,
    custom: isPlain ? { weights: [], isBuilt: false } : null,
    born: now(),
  };
  return remember(made, site);
}

/** As the base class reads its config: `batchInputShape`, or `inputShape` behind the batch. */
function inputShapeOf(config: Value): Shape | null {
  if (!isKind(config, 'object')) return null;
  const shape = config.properties.get('inputShape')?.value;
  const whole = config.properties.get('batchInputShape')?.value;
  if (isKind(whole, 'array')) return shapeOfValue(whole);
  return isKind(shape, 'array') ? [null, ...shapeOfValue(shape)] : null;
}
