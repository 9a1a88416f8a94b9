import { getMember } from '../machine.ts';
import type { CallSite, LayerValue, ObjectValue, Value } from '../values.ts';
import { isKind } from '../values.ts';
import { createUnknown } from './layers.ts';
import { generatedName } from './names.ts';

/** The layer behind an instance of a class that extends `tf.layers.Layer`. */
export function createCustomLayer(instance: ObjectValue, args: readonly Value[], site: CallSite): LayerValue {
  const [config] = args;
  const type = instance.class;
  const declared = type ? getMember(type, 'className', site) : undefined;
  const className = typeof declared === 'string' ? declared : (type?.name ?? 'Layer');
  const layer = createUnknown(className, `${className} is the author's own layer`, config, site);
  const name = isKind(config, 'object') ? config.properties.get('name')?.value : undefined;
  const own = typeof name === 'string' ? name : null;
  return {
    ...layer,
    description: { ...layer.description, name: own },
    label: own ?? generatedName(site.scope.frame.run, className),
    instance,
  };
}
