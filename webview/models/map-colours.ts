import { type ColourMapName, type Limits, limitsOf, type SequentialMap } from '../../core/engine/colour-map.ts';

export type Theme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** Which colours a layer's maps are drawn in. The diverging map follows from the sign, the theme from the surface. */
export function colourMapFor(min: number, chosen: SequentialMap, theme: Theme): ColourMapName {
  if (!(min < 0)) return chosen;
  return theme === 'light' || theme === 'high-contrast-light' ? 'diverging-light' : 'diverging-dark';
}

export type ScaleMode = 'layer' | 'map';

/** Limits of a layer's scale: the activation's own upper bound where it has one, else what the values reach. */
export function layerLimits(min: number, max: number, bound: number | null): Limits {
  const limits = limitsOf(min, max);
  return bound !== null && limits.low === 0 && max <= bound ? { low: 0, high: bound } : limits;
}

/** Limits of one map under a scale. A map alone uses its own range, but zero stays at its place. */
export function mapLimits(scale: ScaleMode, layer: Limits, min: number, max: number): Limits {
  if (scale === 'layer' || Number.isNaN(min)) return layer;
  if (layer.low < 0) return limitsOf(Math.min(min, -Number.MIN_VALUE), max);
  return max > min ? { low: min, high: max } : layer;
}

const bounds: Readonly<Record<string, number>> = { relu6: 6, sigmoid: 1, hardSigmoid: 1, softmax: 1 };

/** The largest value that an activation can give, null when it has no bound. */
export function activationBound(operator: string, attributes: Readonly<Record<string, unknown>>): number | null {
  if (operator === 'relu' || operator === 'reLU')
    return typeof attributes.maxValue === 'number' ? attributes.maxValue : null;
  const name = typeof attributes.activation === 'string' ? attributes.activation : operator;
  return bounds[name] ?? null;
}
