import { paintMap } from '../../core/engine/colour-map.ts';
import { writeNpy } from '../../core/engine/npy.ts';
import { shownLayer, shownMap } from '../state/shown-layer.ts';
import type { State } from '../state/state.ts';

/** The focused map as a file: its numbers as NumPy reads them, or its picture with a pixel a value. */
export async function savedMap(
  state: State,
  format: 'png' | 'npy',
): Promise<{ name: string; bytes: ArrayBuffer } | null> {
  const layer = shownLayer(state);
  if (!layer || !state.maps) return null;
  const map = shownMap(state, layer);
  const plane = state.maps.planes.get(map);
  if (!plane) return null;
  const { layout } = state.maps.summary;
  const label = state.maps.key.replace(/[^\p{L}\p{N}_.-]+/gu, '-');
  const name = `${label}${layout.maps > 1 ? `-map-${map}` : ''}.${format}`;
  if (format === 'npy')
    return {
      name,
      bytes: writeNpy({
        shape: layout.kind === 'vector' ? [plane.length] : [layout.height, layout.width],
        data: plane,
      }).buffer,
    };
  const image = new ImageData(layout.width, layout.height);
  paintMap(plane, layout.width, layer.limitsOf(map), layer.table, image.data);
  const canvas = new OffscreenCanvas(layout.width, layout.height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return { name, bytes: await blob.arrayBuffer() };
}
