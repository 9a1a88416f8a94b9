import type { Layer } from '../../core/graph/node.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import type { WindowAxis } from '../../core/vocabulary/operator.ts';
import { effectiveKernel } from '../../core/vocabulary/window.ts';
import { placeOf } from './support/facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';
import { times, withArticle } from './support/words.ts';

export const evenKernelPadding: Rule = {
  id: 'even-kernel-padding',
  severity: 'warning',
  title: "Even kernel with 'same' padding",
  docs: {
    what: "A convolution with an even kernel and 'same' padding, which pads one side more than the other.",
    why: 'An even kernel has no centre pixel. To keep the size, the odd row and column of padding must go to one side (TensorFlow.js: bottom and right), which shifts the feature map by half a pixel in every such layer and misaligns it with branches that are not shifted.',
    fix: 'Use the odd kernel next to it, or pad explicitly with a `zeroPadding2d` layer when the shift is wanted.',
    bad: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 4, padding: 'same' })],\n});",
    good: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, padding: 'same' })],\n});",
  },
  *check(model, context) {
    for (const { layer, axes, family } of windowsOf(model)) {
      if (family !== 'convolution') continue;
      const lopsided = axes.find(isLopsided);
      const place = lopsided && placeOf(layer, 'kernelSize');
      if (!place) continue;
      const kernel = times(axes.map((axis) => axis.kernel));
      yield {
        rule: evenKernelPadding.id,
        message: `${withArticle(kernel)} kernel with 'same' padding pads ${lopsided.padBegin} before and ${lopsided.padEnd} after, so the feature map shifts by half a pixel. Only an odd kernel pads evenly.`,
        place,
        related: [],
        fixes: [-1, 1].flatMap((step) => oddKernel(layer, axes, step, context)),
      };
    }
  },
};

function isLopsided(axis: WindowAxis): boolean {
  const extent = effectiveKernel(axis.kernel, axis.dilation);
  return (
    axis.padding === 'same' &&
    !axis.transposed &&
    isKnown(extent) &&
    extent % 2 === 0 &&
    isKnown(axis.padBegin) &&
    isKnown(axis.padEnd) &&
    axis.padBegin !== axis.padEnd
  );
}

function oddKernel(layer: Layer, axes: readonly WindowAxis[], step: number, context: RuleContext): Fix[] {
  const sizes = axes.map(({ kernel }) => (isKnown(kernel) && kernel % 2 === 0 ? kernel + step : kernel));
  const isSquare = sizes.every((size) => size === sizes[0]);
  const value = isSquare ? sizes[0]! : sizes;
  const edits = context.edits.set(layer, 'kernelSize', value);
  return edits ? [{ title: `Use a ${times(sizes)} kernel`, edits, safe: false }] : [];
}
