import * as l10n from '@vscode/l10n';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { placeOf } from './support/facts.ts';
import type { Rule } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';
import { times } from './support/words.ts';

export const poolTooLarge: Rule = {
  id: 'pool-too-large',
  severity: 'warning',
  title: 'Pooling that throws too much away',
  docs: {
    what: 'A pooling in two or more dimensions with a window and a stride above 3. One that covers the whole input is a global pooling and left alone.',
    why: 'A 4×4 pooling keeps one value in sixteen. In practice two settings are in use, 3×3 and 2×2 with stride 2; larger ones are too destructive (Stanford, CS231n, "Convolutional Neural Networks").',
    fix: 'Use a window of 2 with stride 2, and more of them with convolutions between.',
    bad: 'tf.sequential({\n  layers: [tf.layers.maxPooling2d({ inputShape: [32, 32, 8], poolSize: 4, strides: 4 })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.maxPooling2d({ inputShape: [32, 32, 8], poolSize: 2, strides: 2 })],\n});',
  },
  *check(model, context) {
    for (const { layer, axes, family } of windowsOf(model)) {
      // Sound has thousands of samples: pooling by 4 along time alone keeps one value in four.
      if (axes.length < 2) continue;
      const isLarge = axes.every(
        ({ kernel, stride, output }) =>
          [kernel, stride].every((size) => isKnown(size) && size > 3) && isKnown(output) && output > 1,
      );
      const place = family === 'pooling' && isLarge ? placeOf(layer, 'poolSize') : null;
      if (!place) continue;
      const kept = axes.reduce((product, { stride }) => product * (isKnown(stride) ? stride : 1), 1);
      const size = context.edits.set(layer, 'poolSize', 2);
      const stride = layer.source && 'strides' in layer.source.arguments ? context.edits.set(layer, 'strides', 2) : [];
      yield {
        rule: poolTooLarge.id,
        message: l10n.t(
          'a {0} pooling keeps one value in {1}, which is more than features usually survive.',
          times(axes.map(({ kernel }) => kernel)),
          kept,
        ),
        place,
        related: [],
        fixes:
          size && stride
            ? [
                {
                  title: l10n.t('Use a {0} pooling', times(axes.map(() => 2))),
                  edits: [...size, ...stride],
                  safe: false,
                },
              ]
            : [],
      };
    }
  },
};
