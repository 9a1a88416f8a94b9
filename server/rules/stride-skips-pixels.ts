import * as l10n from '@vscode/l10n';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import type { WindowAxis } from '../../core/vocabulary/operator.ts';
import { effectiveKernel } from '../../core/vocabulary/window.ts';
import { placeOf } from './support/facts.ts';
import type { Rule } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';
import { printValue, times } from './support/words.ts';

export const strideSkipsPixels: Rule = {
  id: 'stride-skips-pixels',
  severity: 'warning',
  title: 'Stride larger than the window',
  docs: {
    what: 'A convolution or pooling whose stride is larger than its window. The 1×1 convolution with stride 2 that projects the shortcut of a residual block is left alone: it is a deliberate part of that design.',
    why: 'Between two windows lie rows and columns that no window covers, so that part of the input can never have any effect.',
    fix: 'Use a stride that is not larger than the window.',
    bad: 'tf.sequential({\n  layers: [tf.layers.maxPooling2d({ inputShape: [32, 32, 8], poolSize: 2, strides: 3 })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.maxPooling2d({ inputShape: [32, 32, 8], poolSize: 2, strides: 2 })],\n});',
  },
  *check(model, context) {
    for (const { layer, axes } of windowsOf(model)) {
      const isProjection = axes.every(({ kernel }) => kernel === 1);
      if (isProjection || !axes.some(skips)) continue;
      const place = placeOf(layer, 'strides');
      if (!place) continue;
      const window = axes.map((axis) => effectiveKernel(axis.kernel, axis.dilation));
      const sizes = axes.map((axis) => axis.stride);
      const isSquare = window.every((size) => size === window[0]);
      const edits = context.edits.set(layer, 'strides', isSquare ? window[0]! : window);
      yield {
        rule: strideSkipsPixels.id,
        message: l10n.t(
          'stride {0} is larger than the {1} window, so part of the input is never looked at.',
          times(sizes),
          times(window),
        ),
        place,
        related: [],
        fixes: edits
          ? [{ title: l10n.t('Use strides: {0}', printValue(isSquare ? window[0]! : window)), edits, safe: false }]
          : [],
      };
    }
  },
};

function skips({ transposed, kernel, dilation, stride, input }: WindowAxis): boolean {
  const extent = effectiveKernel(kernel, dilation);
  // A window on an axis of its own size is only placed once.
  return !transposed && isKnown(extent) && isKnown(stride) && isKnown(input) && stride > extent && input > extent;
}
