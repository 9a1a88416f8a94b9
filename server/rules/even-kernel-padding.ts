import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { add, isKnown, printDimension } from '../../core/vocabulary/dimension.ts';
import type { AttributeValue, WindowAxis } from '../../core/vocabulary/operator.ts';
import { effectiveKernel } from '../../core/vocabulary/window.ts';
import { isDesignedHere } from '../frontends/origin.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import type { Finding, Fix, Rule, RuleContext } from './support/rule.ts';
import { type Window, windowsOf } from './support/windows.ts';
import { capitalise, printValue, times, withArticle } from './support/words.ts';

export const evenKernelPadding: Rule = {
  id: 'even-kernel-padding',
  severity: 'warning',
  title: "Even kernel with 'same' padding",
  docs: {
    what: "A convolution with an even kernel and 'same' padding, which pads one side more than the other. As a hint: an even kernel within a border of its own, and 'same' padding that is lopsided because of a stride.",
    why: 'An even kernel has no centre pixel. To keep the size, the odd row and column of padding must go to one side (TensorFlow.js: bottom and right), which shifts the feature map by half a pixel in every such layer and misaligns it with branches that are not shifted.',
    fix: 'Use the odd kernel next to it, or pad explicitly with a `zeroPadding2d` layer when the shift is wanted.',
    bad: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 4, padding: 'same' })],\n});",
    good: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, padding: 'same' })],\n});",
  },
  *check(model, context) {
    for (const window of windowsOf(model)) {
      if (window.family !== 'convolution') continue;
      const place = placeOf(window.layer, 'kernelSize');
      const found = place && (lopsided(window, context) ?? advised(model, window));
      if (place && found) yield { rule: evenKernelPadding.id, place, related: [], fixes: [], ...found };
    }
    for (const layer of model.graph.layers) {
      const place = placeOf(layer, 'kernelSize');
      const found = place && recurring(layer, context);
      if (place && found) yield { rule: evenKernelPadding.id, place, related: [], fixes: [], ...found };
    }
  },
};

type Found = Pick<Finding, 'message'> & Partial<Finding>;

function lopsided({ layer, axes }: Window, context: RuleContext): Found | null {
  const axis = axes.find((one) => isLopsided(one) && isEven(one));
  if (!axis) return null;
  const kernel = times(axes.map((one) => one.kernel));
  return {
    message: l10n.t(
      "{0} kernel with 'same' padding pads {1} before and {2} after, so the feature map shifts by half a pixel. Only an odd kernel pads evenly.",
      withArticle(kernel),
      printDimension(axis.padBegin),
      printDimension(axis.padEnd),
    ),
    fixes: [-1, 1].flatMap((step) => oddKernel(layer, axes, step, context)),
  };
}

/** What a saved model can be told no more. */
function advised(model: GraphAnalysis, window: Window): Found | null {
  return isDesignedHere(window.layer) ? (strided(window) ?? padded(model, window)) : null;
}

/** An odd kernel that steps over an even size: every library pads it somewhere, and not all on the same side. */
function strided({ axes }: Window): Found | null {
  const axis = axes.find(isLopsided);
  if (!axis) return null;
  const sizes = times(axes.map(({ input }) => input));
  return {
    milder: 'hint',
    message: l10n.t(
      "'same' padding with stride {0} pads {1} before and {2} after on {3}. Networks that pad both sides alike, as in PyTorch, look at other pixels.",
      times([axis.stride]),
      printDimension(axis.padBegin),
      printDimension(axis.padEnd),
      sizes,
    ),
  };
}

/** An even kernel within a border that is meant to keep the size. */
function padded(model: GraphAnalysis, { node, axes }: Window): Found | null {
  const borders = borderBefore(model, node);
  for (const [index, axis] of axes.entries()) {
    const begin = add(axis.padBegin, borders?.[index]?.padBegin ?? 0);
    const end = add(axis.padEnd, borders?.[index]?.padEnd ?? 0);
    const border = add(begin, end);
    const needed = effectiveKernel(axis.kernel, axis.dilation);
    const isPadded = isKnown(border) && border > 0 && isKnown(needed) && Math.abs(border - needed + 1) <= 1;
    if (!isPadded || !isEven(axis) || axis.stride !== 1 || !isExplicit(axis)) continue;
    const kernel = times(axes.map((one) => one.kernel));
    return {
      milder: 'hint',
      message: l10n.t(
        'With a border of {0} before and {1} after, {2} kernel looks half a pixel beside the pixels of its input. Only an odd kernel has a centre.',
        printDimension(begin),
        printDimension(end),
        withArticle(kernel),
      ),
    };
  }
  return null;
}

/** What a padding layer directly before an application adds to each axis. */
function borderBefore(model: GraphAnalysis, node: number): readonly WindowAxis[] | null {
  const before = model.graph.nodes[node]!.inputs[0]?.node;
  if (before === undefined || actionOf(layerOf(model, before)) !== 'padding') return null;
  const { reach } = model.nodes[before]!;
  return typeof reach === 'string' ? null : reach;
}

function isExplicit({ padding, transposed }: WindowAxis): boolean {
  return !transposed && (padding === 'valid' || padding === 'explicit' || padding === 'half');
}

/** A layer that convolves its own state: that keeps its size whatever the padding is. */
function recurring(layer: Layer, context: RuleContext): Found | null {
  const { kernelSize } = layer.attributes;
  if (actionOf(layer) !== 'recurring' || !Array.isArray(kernelSize)) return null;
  const sizes: readonly AttributeValue[] = kernelSize;
  if (!sizes.some((size) => typeof size === 'number' && size % 2 === 0)) return null;
  const odd = (step: number) => sizes.map((size) => (typeof size === 'number' && size % 2 === 0 ? size + step : size));
  return {
    message: l10n.t(
      "{0} kernel convolves the state of {1} with 'same' padding, so the state shifts by half a pixel in every step. Only an odd kernel pads evenly.",
      capitalise(withArticle(sizes.map(printValue).join('×'))),
      layer.label,
    ),
    fixes: [-1, 1].flatMap((step) => useKernel(layer, odd(step), context)),
  };
}

function isLopsided({ padding, transposed, padBegin, padEnd }: WindowAxis): boolean {
  return padding === 'same' && !transposed && isKnown(padBegin) && isKnown(padEnd) && padBegin !== padEnd;
}

function isEven({ kernel, dilation }: WindowAxis): boolean {
  const extent = effectiveKernel(kernel, dilation);
  return isKnown(extent) && extent % 2 === 0;
}

function oddKernel(layer: Layer, axes: readonly WindowAxis[], step: number, context: RuleContext): Fix[] {
  const sizes = axes.map(({ kernel }) => (isKnown(kernel) && kernel % 2 === 0 ? kernel + step : kernel));
  return useKernel(layer, sizes, context);
}

function useKernel(layer: Layer, sizes: readonly AttributeValue[], context: RuleContext): Fix[] {
  const isSquare = sizes.every((size) => size === sizes[0]);
  const edits = context.edits.set(layer, 'kernelSize', isSquare ? sizes[0]! : sizes);
  return edits
    ? [{ title: l10n.t('Use {0} kernel', withArticle(sizes.map(printValue).join('×'))), edits, safe: false }]
    : [];
}
