import type { LayerSource } from '../../../../../core/graph/node.ts';
import type { AttributeValue } from '../../../../../core/vocabulary/operator.ts';
import type { Definition } from '../../../convnetjs/desugar.ts';
import { toDimension } from '../../values/numbers.ts';
import type { CallSite, ObjectValue, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import { layerSource } from '../layers/source.ts';

/** `{type: 'conv', sx: 5, filters: 16}` as the program has it when the net is made. */
export function toDefinition(value: Value, site: CallSite): Definition {
  if (!isKind(value, 'object')) return { type: null, values: {}, source: null, isOpen: true };
  const values: Record<string, AttributeValue | undefined> = {};
  for (const [key, slot] of value.properties) if (key !== 'type') values[key] = toAttribute(slot.value);
  const type = value.properties.get('type')?.value;
  return {
    type: typeof type === 'string' ? type : null,
    values,
    source: sourceOf(value, site),
    isOpen: value.open !== null,
  };
}

/** The object as it is written, not the call that takes it. */
function sourceOf(value: ObjectValue, site: CallSite): LayerSource {
  const source = layerSource(site, value);
  const { literal } = value;
  if (!literal) return source;
  const type = source.arguments.type;
  const name = type?.file === literal.file ? type.value : literal.range;
  return { ...source, ...literal, name, config: literal.range };
}

function toAttribute(value: Value): AttributeValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return toDimension(value);
}
