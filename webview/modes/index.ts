import * as l10n from '@vscode/l10n';
import type { FilmRow } from '../models/film.ts';
import type { Mode } from '../state/mode.ts';
import { kernelsMode } from './kernels/index.ts';
import { mapsMode } from './maps/index.ts';
import { matrixMode } from './matrix/index.ts';
import type { ModeView } from './mode-view.ts';
import { whatIfMode } from './what-if/index.ts';
import { windowMode } from './window/index.ts';

/** Every mode's view. What a mode asks the worker for is its row in `run/runs.ts`. */
export const modes: Readonly<Record<Mode, ModeView>> = {
  maps: mapsMode,
  window: windowMode,
  kernels: kernelsMode,
  matrix: matrixMode,
  whatIf: whatIfMode,
};

/** Why a mode has nothing to show of a frame, null where it has. A block's frame shows what its last layer puts out. */
export function whyUnavailable(mode: Mode, row: FilmRow): string | null {
  if (row.block && mode !== 'maps') return l10n.t('A block has several layers: choose one inside it');
  return modes[mode].unavailable(row);
}
