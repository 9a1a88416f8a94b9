import * as l10n from '@vscode/l10n';
import type { Layer } from '../../core/graph/node.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import type { WindowAxis } from '../../core/vocabulary/operator.ts';
import { placeOf } from './support/facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';
import { listOf, times, withArticle } from './support/words.ts';

export const checkerboard: Rule = {
  id: 'checkerboard',
  severity: 'warning',
  title: 'Transposed convolution that overlaps unevenly',
  docs: {
    what: 'A transposed convolution whose kernel is not a multiple of its stride.',
    why: 'Its windows then overlap more often on some output pixels than on others: with a 3×3 kernel and stride 2 on 1, 2 or 4 windows. The network has to unlearn that pattern, and seldom does entirely: a checkerboard remains. See Odena et al., "Deconvolution and Checkerboard Artifacts", Distill 2016.',
    fix: 'Use the next multiple of the stride as the kernel, or `upSampling2d` followed by an ordinary convolution.',
    bad: "tf.sequential({\n  layers: [\n    tf.layers.conv2dTranspose({ inputShape: [8, 8, 16], filters: 8, kernelSize: 3, strides: 2, padding: 'same' }),\n  ],\n});",
    good: "tf.sequential({\n  layers: [\n    tf.layers.conv2dTranspose({ inputShape: [8, 8, 16], filters: 8, kernelSize: 4, strides: 2, padding: 'same' }),\n  ],\n});",
  },
  *check(model, context) {
    for (const { layer, axes } of windowsOf(model)) {
      const sizes = axes.flatMap(overlappingAxis);
      if (sizes.length < axes.length || sizes.every(isEven)) continue;
      const place = placeOf(layer, 'kernelSize');
      if (!place) continue;
      const kernel = times(axes.map((axis) => axis.kernel));
      const stride = times(
        new Set(axes.map((axis) => axis.stride)).size === 1 ? [axes[0]!.stride] : axes.map((axis) => axis.stride),
      );
      yield {
        rule: checkerboard.id,
        message: l10n.t(
          '{0} kernel is not a multiple of the stride {1}: output pixels sum {2} windows each, which shows as a checkerboard.',
          withArticle(kernel),
          stride,
          listOf(overlaps(sizes), 'or'),
        ),
        place,
        related: [],
        fixes: nextMultiple(layer, sizes, context),
      };
    }
  },
};

interface Sizes {
  /** How many windows there are along the axis, as far as known: a single one overlaps no other. */
  readonly windows: WindowAxis['input'];
  readonly kernel: number;
  readonly stride: number;
}

function overlappingAxis({ transposed, input, kernel, stride, dilation }: WindowAxis): Sizes[] {
  return transposed && dilation === 1 && isKnown(kernel) && isKnown(stride) ? [{ windows: input, kernel, stride }] : [];
}

function isEven({ windows, kernel, stride }: Sizes): boolean {
  return windows === 1 || kernel % stride === 0;
}

/** Along one axis an output pixel is reached by ⌊k/s⌋ or ⌈k/s⌉ windows; over several axes the counts multiply. */
function overlaps(axes: readonly Sizes[]): number[] {
  let counts = [1];
  for (const { windows, kernel, stride } of axes) {
    const here = windows === 1 ? [1] : [Math.floor(kernel / stride), Math.ceil(kernel / stride)];
    counts = counts.flatMap((count) => here.map((times) => count * times));
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}

function nextMultiple(layer: Layer, axes: readonly Sizes[], context: RuleContext): Fix[] {
  const sizes = axes.map((axis) => (isEven(axis) ? axis.kernel : Math.ceil(axis.kernel / axis.stride) * axis.stride));
  const edits = context.edits.set(layer, 'kernelSize', sizes.every((size) => size === sizes[0]) ? sizes[0]! : sizes);
  return edits ? [{ title: l10n.t('Use {0} kernel', withArticle(times(sizes))), edits, safe: false }] : [];
}
