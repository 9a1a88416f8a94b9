import type { BuiltLayer } from './built-layer.ts';

/** A size that depends on an unknown value: no number is right. */
export type ExpectedSize = number | null | 'open';

/** A layer of the real runtime, after two runs that differ in all that is unknown. */
export interface Expected {
  readonly place: string;
  readonly className: string;
  /** Null when not even the rank is certain. */
  readonly shape: readonly ExpectedSize[] | null;
  readonly params: ExpectedSize;
  readonly guessed: boolean;
  readonly order: number;
}

/** What two runs agree on. */
export function expectedLayers(a: readonly BuiltLayer[], b: readonly BuiltLayer[]): readonly Expected[] {
  const others = byPlace(b);
  const counts = byPlace(a);
  return [...counts].flatMap(([key, layers]) => {
    const twins = others.get(key) ?? [];
    return layers.map((layer, index) => merge(layer, layers.length === twins.length ? twins[index] : undefined, index));
  });
}

function byPlace(layers: readonly BuiltLayer[]): Map<string, BuiltLayer[]> {
  const places = new Map<string, BuiltLayer[]>();
  for (const layer of layers) {
    if (layer.place === '?') continue;
    const key = `${layer.place} ${layer.className}`;
    const list = places.get(key);
    if (list) list.push(layer);
    else places.set(key, [layer]);
  }
  return places;
}

function merge(layer: BuiltLayer, twin: BuiltLayer | undefined, order: number): Expected {
  const { place, className, shape, params } = layer;
  const both = shape && twin?.shape?.length === shape.length ? twin.shape : null;
  return {
    place,
    className,
    shape: shape && both ? shape.map((size, axis) => (size === both[axis] ? size : 'open')) : null,
    params: twin && twin.params === params ? params : 'open',
    guessed: layer.guessed === true,
    order,
  };
}
