import type { AttributeSpec, AttributeValue } from '../../core/vocabulary/operator.ts';

/** Another value for an attribute, the one that shows best what it does here; null where none tells anything. */
export function alternativeTo(name: string, spec: AttributeSpec, value: AttributeValue): AttributeValue | null {
  if (spec.kind === 'boolean') return typeof value === 'boolean' ? !value : null;
  if (spec.kind === 'padding') return value === 'same' ? 'valid' : value === 'valid' ? 'same' : null;
  if (Array.isArray(value)) return alternativeSizes(name, value);
  return typeof value === 'number' ? alternativeSize(name, value) : null;
}

function alternativeSizes(name: string, sizes: readonly AttributeValue[]): AttributeValue | null {
  const others = sizes.map((size) => (typeof size === 'number' ? alternativeSize(name, size) : null));
  return others.includes(null) ? null : others;
}

/** What leaves the data alone (stride 1, no dilation), and where that is there already, the next step up. */
function alternativeSize(name: string, size: number): number | null {
  switch (name) {
    case 'strides':
    case 'dilationRate':
    case 'depthMultiplier':
    case 'groups':
    case 'size':
      return size === 1 ? 2 : 1;
    case 'kernelSize':
    case 'poolSize':
      return size === 3 ? 5 : 3;
    case 'filters':
    case 'units':
      return size % 2 === 0 ? size / 2 : size * 2;
    default:
      return null;
  }
}
