import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { greatestCommonDivisor } from '../../core/vocabulary/divisors.ts';
import { shapedBy } from './support/branches.ts';
import { layerOf, placeOf } from './support/facts.ts';
import type { Rule } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';

export const gridding: Rule = {
  id: 'gridding',
  severity: 'hint',
  title: 'Dilations with a common factor',
  docs: {
    what: 'A dilated convolution directly behind another whose dilation rate shares a factor with its own.',
    why: 'Every output then depends on the pixels of one coarse grid only, and neighbouring outputs on different grids: the receptive field has holes that no depth closes (Wang et al., "Understanding Convolution for Semantic Segmentation", 2018).',
    fix: 'Choose rates without a common factor, such as 1, 2, 3 or 1, 2, 5.',
    bad: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [64, 64, 8], filters: 8, kernelSize: 3, dilationRate: 2, activation: 'relu' }),\n    tf.layers.conv2d({ filters: 8, kernelSize: 3, dilationRate: 2, activation: 'relu' }),\n  ],\n});",
    good: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [64, 64, 8], filters: 8, kernelSize: 3, dilationRate: 2, activation: 'relu' }),\n    tf.layers.conv2d({ filters: 8, kernelSize: 3, dilationRate: 3, activation: 'relu' }),\n  ],\n});",
  },
  *check(model, context) {
    for (const { layer, node } of windowsOf(model)) {
      const rate = dilationOf(model, node);
      const before = rate < 2 ? null : shapedBy(model, node, 0);
      const other = before === null ? 1 : dilationOf(model, before);
      const common = greatestCommonDivisor(rate, other);
      if (before === null || common < 2) continue;
      const place = placeOf(layer, 'dilationRate');
      if (!place) continue;
      const first = layerOf(model, before);
      const origin = placeOf(first, 'dilationRate');
      const edits = context.edits.set(layer, 'dilationRate', rate + 1);
      yield {
        rule: gridding.id,
        message: `dilation rates ${other} and ${rate} share the factor ${common}: each output sees one pixel in ${common} along an axis, however deep the stack.`,
        place,
        related: origin ? [{ message: `${first.label} has dilation rate ${other}.`, place: origin }] : [],
        fixes: edits && common === rate ? [{ title: `Use dilationRate: ${rate + 1}`, edits, safe: false }] : [],
      };
    }
  },
};

/** The one dilation rate of all axes of a window wider than a pixel; 1 where there is none. */
function dilationOf({ nodes }: GraphAnalysis, node: number): number {
  const { reach } = nodes[node]!;
  if (typeof reach === 'string') return 1;
  const [first, ...others] = reach.map(({ dilation, kernel }) => (isKnown(kernel) && kernel > 1 ? dilation : 1));
  return isKnown(first ?? null) && others.every((rate) => rate === first) ? Number(first) : 1;
}
