import * as l10n from '@vscode/l10n';
import { inputShapes } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Reach } from '../../core/vocabulary/operator.ts';
import { placeOf } from './support/facts.ts';
import { isFirst, usersOf } from './support/neighbours.ts';
import type { Rule } from './support/rule.ts';
import { windowsOf } from './support/windows.ts';

export const pointwiseFirst: Rule = {
  id: 'pointwise-first',
  severity: 'hint',
  title: 'First layer that looks at single pixels',
  docs: {
    what: 'A network for images whose first convolution has a 1×1 kernel. One beside a branch with a larger kernel, or on a shortcut, is left alone.',
    why: 'A 1×1 convolution only mixes the colour channels of each pixel. It finds no edge and no texture, and the receptive field stays at one pixel at full resolution, where work is dearest.',
    fix: 'Begin with a 3×3 kernel.',
    bad: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [64, 64, 3], filters: 8, kernelSize: 1, activation: 'relu' })],\n});",
    good: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [64, 64, 3], filters: 8, kernelSize: 3, activation: 'relu' })],\n});",
  },
  *check(model, context) {
    const isImage = inputShapes(model).some((shape) => shape.length === 4 && (shape[3] === 1 || shape[3] === 3));
    if (!isImage) return;
    for (const { layer, node, axes, family } of windowsOf(model)) {
      if (!isFirst(model, node) || family !== 'convolution' || !isPointwise(axes)) continue;
      // What else looks at the image sees the edges.
      if (!usersOfInput(model, node).every((user) => isPointwise(model.nodes[user]!.reach))) continue;
      const place = placeOf(layer, 'kernelSize');
      if (!place) continue;
      const edits = context.edits.set(layer, 'kernelSize', 3);
      yield {
        rule: pointwiseFirst.id,
        message: l10n.t(
          '{0} comes first and has a 1×1 kernel: it mixes the colours of single pixels and sees no edge.',
          layer.label,
        ),
        place,
        related: [],
        fixes: edits ? [{ title: l10n.t('Use a 3×3 kernel'), edits, safe: false }] : [],
      };
    }
  },
};

/** A convolution that looks at one pixel of several: where there is only one, no kernel could see more. */
function isPointwise(reach: Reach): boolean {
  return (
    typeof reach !== 'string' && reach.every(({ kernel }) => kernel === 1) && reach.some(({ input }) => input !== 1)
  );
}

function usersOfInput(model: GraphAnalysis, node: number): readonly number[] {
  const users = usersOf(model);
  return model.graph.nodes[node]!.inputs.flatMap((input) => users.get(input.node) ?? []);
}
