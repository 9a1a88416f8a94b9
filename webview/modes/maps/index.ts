import * as l10n from '@vscode/l10n';
import { shownLayer } from '../../state/shown-layer.ts';
import type { ModeView } from '../mode-view.ts';
import { reader } from './reader.ts';
import { mapsStage } from './stage.ts';

/** The feature maps of the selected layer. */
export const mapsMode: ModeView = {
  title: l10n.t('Maps'),
  unavailable: () => null,
  show: (state, panel) => {
    const layer = shownLayer(state);
    return {
      stage: layer && state.maps ? mapsStage(state, panel, layer, state.maps) : null,
      reader: reader(state, panel, layer),
    };
  },
};
