import type { GridMaps } from '../../elements/map-grid.ts';
import type { ShownKernels } from '../../state/state.ts';
import type { KernelImages } from '../../worker/protocol.ts';

/** Kernels as the grid draws maps; the same value for the same images, so that nothing is drawn again. */
export function gridMaps({ key, run }: ShownKernels, images: KernelImages): GridMaps {
  const known = made.get(images);
  if (known) return known;
  const maps = { key, run, summary: images, planes: new Map(images.planes.map((plane, filter) => [filter, plane])) };
  made.set(images, maps);
  return maps;
}

const made = new WeakMap<KernelImages, GridMaps>();
