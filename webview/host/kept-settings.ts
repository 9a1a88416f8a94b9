import { sequentialMaps } from '../../core/engine/colour-map.ts';
import { metrics } from '../models/film.ts';
import { sortKeys } from '../models/map-statistics.ts';
import { matrixViews } from '../models/matrix-view.ts';
import {
  type FieldChecks,
  fields,
  isFlag,
  isIndex,
  isNumber,
  isObject,
  isText,
  listOf,
  nullable,
  oneOf,
} from '../protocol/checks.ts';
import { modeNames } from '../state/mode.ts';
import { defaultSettings, type Settings } from '../state/state.ts';

/** Settings that the editor kept, perhaps for an older version of the panel: what has another form takes its default. */
export function keptSettings(kept: unknown): Settings {
  if (!isObject(kept)) return defaultSettings;
  const good = Object.entries(kept).filter(([name, value]) =>
    Object.entries(checks).some(([known, check]) => known === name && check(value)),
  );
  return { ...defaultSettings, ...Object.fromEntries(good) };
}

const isInput = (value: unknown): boolean =>
  fields({ kind: oneOf(['sample', 'file']), name: isText })(value) ||
  fields({ kind: oneOf(['drawing']) })(value) ||
  fields({ kind: oneOf(['noise']), seed: isNumber })(value);

const checks: FieldChecks<Settings> = {
  mode: oneOf(modeNames),
  uri: nullable(isText),
  model: nullable(isText),
  place: nullable(
    fields({
      row: nullable(isText),
      map: nullable(isIndex),
      pixel: nullable(fields({ row: isIndex, column: isIndex })),
    }),
  ),
  metric: oneOf(metrics),
  sort: oneOf(sortKeys),
  scale: oneOf(['map', 'layer']),
  colours: oneOf(sequentialMaps),
  zoom: nullable(isIndex),
  follow: isFlag,
  engine: oneOf(['auto', 'reference', 'wasm', 'webgpu']),
  weights: (value) => isObject(value) && Object.values(value).every(oneOf(['stored', 'seeded', 'designed', 'learned'])),
  seed: isNumber,
  input: nullable(isInput),
  range: oneOf(['0..1', '-1..1']),
  sizes: (value) => isObject(value) && Object.values(value).every((size) => isIndex(size) && size !== 0),
  folded: listOf(isText),
  matrixSize: nullable(isIndex),
  matrixView: oneOf(matrixViews),
  knob: isText,
  speed: oneOf([2, 8, 30, 60]),
  sash: (value) => typeof value === 'number' && value > 0 && value < 1,
};
