import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { formatCount } from '../../core/graph/print.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { channelAxis } from '../../core/vocabulary/shape.ts';
import { isDesignedHere } from '../frontends/origin.ts';
import { placeOf } from './support/facts.ts';
import { isFirst } from './support/neighbours.ts';
import type { Rule } from './support/rule.ts';
import { type Window, windowsOf } from './support/windows.ts';

export const factoriseLargeKernel: Rule = {
  id: 'factorise-large-kernel',
  severity: 'hint',
  title: 'Large kernel that a stack of 3×3 replaces for less',
  docs: {
    what: "A 5×5, 7×7 or larger convolution with stride 1 and 'same' padding, away from the first layer, where as many 3×3 convolutions as see the same window would have fewer parameters at these very channels.",
    why: 'Two 3×3 convolutions see 5×5 pixels, three see 7×7. They cost 18 and 27 instead of 25 and 49 weights per pair of channels, and there is room for a non-linearity between them (Simonyan and Zisserman, 2014).',
    fix: 'Write the stack of 3×3 convolutions in its place.',
    bad: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 64, kernelSize: 3, activation: 'relu' }),\n    tf.layers.conv2d({ filters: 64, kernelSize: 5, padding: 'same', activation: 'relu' }),\n  ],\n});",
    good: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 64, kernelSize: 3, activation: 'relu' }),\n    tf.layers.conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),\n    tf.layers.conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),\n  ],\n});",
  },
  *check(model) {
    for (const window of windowsOf(model)) {
      const stack = isDesignedHere(window.layer) ? stackInstead(model, window) : null;
      const place = stack && placeOf(window.layer, 'kernelSize');
      if (!place) continue;
      const { kernel, depth, weights, instead } = stack;
      yield {
        rule: factoriseLargeKernel.id,
        message: l10n.t(
          '{0} 3×3 convolutions see the same {1} pixels with {2} instead of {3} weights.',
          numeral(depth),
          `${kernel}×${kernel}`,
          formatCount(instead),
          formatCount(weights),
        ),
        place,
        related: [],
        fixes: [],
      };
    }
  },
};

function numeral(number: number): string {
  const words = [l10n.t('One'), l10n.t('Two'), l10n.t('Three'), l10n.t('Four'), l10n.t('Five')];
  return words[number - 1] ?? String(number);
}

/** k = 2·depth + 1: the stack's first layer has 9·Cin·Cout weights, the others 9·Cout² each. */
function stackInstead(
  model: GraphAnalysis,
  { layer, node, axes }: Window,
): { kernel: number; depth: number; weights: number; instead: number } | null {
  const kernel = axes[0]?.kernel ?? null;
  const fits = axes.every(
    (axis) =>
      !axis.transposed && axis.kernel === kernel && axis.stride === 1 && axis.dilation === 1 && axis.padding === 'same',
  );
  if (!isPlainConvolution(layer) || isFirst(model, node) || !fits || !isKnown(kernel) || kernel < 5 || kernel % 2 === 0)
    return null;
  const shape = model.nodes[node]!.inputs[0] ?? [];
  const channels = shape[channelAxis(layer.attributes, shape.length)] ?? null;
  const { filters } = layer.attributes;
  if (!isKnown(channels) || typeof filters !== 'number') return null;
  const depth = (kernel - 1) / 2;
  const weights = kernel * kernel * channels * filters;
  const instead = 9 * channels * filters + (depth - 1) * 9 * filters * filters;
  return instead < weights ? { kernel, depth, weights, instead } : null;
}

function isPlainConvolution(layer: Layer): boolean {
  const operator = operatorOf(layer);
  return operator?.action === 'mixing' && operator.takes === 'image';
}
