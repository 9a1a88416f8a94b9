import type { ShownLayer } from '../../state/shown-layer.ts';
import type { ShownMaps, ShownWindow } from '../../state/state.ts';
import type { WindowFacts } from '../../worker/protocol.ts';

/** The value that is looked at, and the layer that it is of. */
export interface Looked {
  readonly layer: ShownLayer;
  readonly maps: ShownMaps;
  readonly window: ShownWindow;
}

/** Everything that is known of the value under the window. */
export interface Shown extends Looked {
  readonly facts: WindowFacts;
}
