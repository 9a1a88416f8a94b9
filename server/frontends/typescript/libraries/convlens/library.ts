import * as l10n from '@vscode/l10n';
import { operatorNames } from '../../../../../core/operators/index.ts';
import { nativeSpelling } from '../../../native/spelling.ts';
import type { CallSite, LayerValue, ObjectValue, Run, Value } from '../../values/values.ts';
import { native, object, unknown } from '../../values/values.ts';
import { createFrom } from '../layers/layers.ts';
import { createFunctional, createSequential } from '../layers/models.ts';
import type { Library } from '../library.ts';
import { convertToConvolutions } from './fully-convolutional.ts';

/** The package that models are defined with: `import { sequential, conv2d } from 'convlens'`. */
export const convlens: Library = {
  specifier: /^convlens$/,
  module: convlensModule,
  globals: new Map(),
  script: null,
  traces: { text: /convlens/, packages: /^convlens$/ },
};

/** What the package exports: a function per operator, `input`, and what makes models of them. */
function convlensModule(): ObjectValue {
  const layers = operatorNames.map((name): [string, Value] => [
    name,
    native(name, ([config], site) => createNative(name, config, site)),
  ]);
  return object([
    ...layers,
    ['input', native('input', ([config], site) => createNative('input', config, site).nodes[0]?.outputs[0])],
    ['sequential', native('sequential', ([config], site) => createSequential(config, site))],
    ['model', native('model', ([config], site) => createFunctional(config, site))],
    [
      'fullyConvolutional',
      native('fullyConvolutional', ([model, config], site) => convertToConvolutions(model, config, site)),
    ],
    // Analysing and printing are for when the program runs.
    ...['analyseGraph', 'printGraph', 'formatBytes', 'formatCount', 'formatExact'].map((name): [string, Value] => [
      name,
      native(name, () => unknown(l10n.t('the result of {0}', name))),
    ]),
  ]);
}

function createNative(operator: string, config: Value, site: CallSite): LayerValue {
  const spelling = nativeSpelling(operator);
  if (spelling === null) throw new Error(`the table has no ${operator}`);
  const layer = createFrom(spelling, config, site, numbered);
  if (layer.source) layer.source = { ...layer.source, vocabulary: 'native' };
  return layer;
}

/** `conv2d_1`, for a layer without a name. */
function numbered(run: Run, operator: string): string {
  const next = (run.counters.get(operator) ?? 0) + 1;
  run.counters.set(operator, next);
  return `${operator}_${next}`;
}
