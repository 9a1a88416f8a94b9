import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { greatestCommonDivisor } from '../../core/vocabulary/divisors.ts';
import { shapedBy } from './support/branches.ts';
import { keepsShape, layerOf, placeOf } from './support/facts.ts';
import { soleUser } from './support/neighbours.ts';
import type { Rule } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';

export const gridding: Rule = {
  id: 'gridding',
  severity: 'hint',
  title: 'Dilations with a common factor',
  docs: {
    what: 'A dilated convolution directly behind another whose dilation rate shares a factor with its own, in a stack whose other layers do not fill the gaps. Rates 1, 2, 4 of 3×3 kernels leave none.',
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
      const hole = firstHole(stackAround(model, node));
      if (hole === null) continue;
      const place = placeOf(layer, 'dilationRate');
      if (!place) continue;
      const first = layerOf(model, before);
      const origin = placeOf(first, 'dilationRate');
      const edits = context.edits.set(layer, 'dilationRate', rate + 1);
      yield {
        rule: gridding.id,
        message: l10n.t(
          'dilation rates {0} and {1} share the factor {2}, and no layer of the stack fills the gaps: the receptive field has holes, the first of them {3} from its edge.',
          other,
          rate,
          common,
          hole === 1 ? l10n.t('one pixel') : l10n.t('{0} pixels', hole),
        ),
        place,
        related: origin ? [{ message: l10n.t('{0} has dilation rate {1}.', first.label, other), place: origin }] : [],
        fixes:
          edits && common === rate ? [{ title: l10n.t('Use dilationRate: {0}', rate + 1), edits, safe: false }] : [],
      };
    }
  },
};

interface Taps {
  readonly kernel: number;
  readonly rate: number;
}

/**
 * The least offset from the edge of the receptive field that no sum of taps gives; null when there is none. While the
 * layers of the smaller rates reach every offset below `reached`, a rate of at most `reached` prolongs the run. A larger
 * one, and all that follow, step over the offset `reached`.
 */
function firstHole(stack: readonly Taps[]): number | null {
  let reached = 1;
  for (const { kernel, rate } of [...stack].sort((a, b) => a.rate - b.rate)) {
    if (rate > reached) return reached;
    reached += (kernel - 1) * rate;
  }
  return null;
}

/** The convolutions without stride that stand in a row with this one, activations and the like apart. */
function stackAround(model: GraphAnalysis, node: number): readonly Taps[] {
  const stack: Taps[] = [];
  let at: number | null = node;
  for (let taps = tapsOf(model, node); at !== null && taps && stack.length < longestStack; ) {
    stack.push(taps);
    at = shapedBy(model, at, 0);
    taps = at === null ? null : tapsOf(model, at);
  }
  at = nextShaping(model, node);
  for (let passed = 0; at !== null && passed < longestStack; passed++) {
    const taps = tapsOf(model, at);
    if (!taps) break;
    stack.push(taps);
    at = nextShaping(model, at);
  }
  return stack;
}

/** Each layer of a long stack asks for the whole of it. */
const longestStack = 32;

function tapsOf({ nodes }: GraphAnalysis, node: number): Taps | null {
  const { reach } = nodes[node]!;
  const [first, ...others] = typeof reach === 'string' ? [] : reach;
  if (!first || first.transposed || first.stride !== 1) return null;
  const { kernel, dilation: rate } = first;
  const isEven = others.every((axis) => axis.kernel === kernel && axis.dilation === rate && axis.stride === 1);
  return isEven && isKnown(kernel) && isKnown(rate) ? { kernel, rate } : null;
}

function nextShaping(model: GraphAnalysis, node: number): number | null {
  let next = soleUser(model, node);
  for (let passed = 0; next !== null && keepsShape(layerOf(model, next)); passed++) {
    if (passed === longestStack) return null;
    next = soleUser(model, next);
  }
  return next;
}

/** The one dilation rate of all axes of a window wider than a pixel; 1 where there is none. */
function dilationOf({ nodes }: GraphAnalysis, node: number): number {
  const { reach } = nodes[node]!;
  if (typeof reach === 'string') return 1;
  const [first, ...others] = reach.map(({ dilation, kernel }) => (isKnown(kernel) && kernel > 1 ? dilation : 1));
  return isKnown(first ?? null) && others.every((rate) => rate === first) ? Number(first) : 1;
}
