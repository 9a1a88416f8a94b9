import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Layer } from '../../../core/graph/node.ts';
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import { actionOf, layerOf, placeOf } from './facts.ts';
import { usersOf } from './neighbours.ts';
import type { Finding, RuleContext } from './rule.ts';

/**
 * TensorFlow.js works a −1 of `targetShape` out when the model runs, not when it is built: until then the size is open,
 * and layers that make weights by it, or that flatten it, throw. Native models have no such layer class.
 */
export function* openReshapes(model: GraphAnalysis, context: RuleContext): Generator<Omit<Finding, 'rule'>> {
  for (const node of model.graph.nodes.keys()) {
    const layer = layerOf(model, node);
    const open = layer.className === 'Reshape' ? openAxis(layer) : null;
    const place = placeOf(layer, 'targetShape');
    if (open === null || place === null) continue;
    const stuck = stuckLayer(model, node, open);
    if (!stuck) continue;
    const shape = model.nodes[node]!.outputs[0]?.slice(1) ?? [];
    const edits = shape.every(isKnown) ? context.edits.set(layer, 'targetShape', shape) : null;
    const at = placeOf(stuck);
    yield {
      message: `TensorFlow.js leaves the -1 open until the model runs, and ${stuck.label} needs that size to be built: it throws.`,
      place,
      related: at ? [{ message: `${stuck.className} needs it here.`, place: at }] : [],
      fixes: edits ? [{ title: `Use targetShape: [${shape.join(', ')}]`, edits, safe: false }] : [],
    };
  }
}

/** Counted with the batch. */
function openAxis({ attributes }: Layer): number | null {
  const target = attributes.targetShape;
  const at = Array.isArray(target) ? target.indexOf(-1) : -1;
  return at < 0 ? null : at + 1;
}

/** The first layer behind the reshape that cannot be built, past those that leave sizes as they are. */
function stuckLayer(model: GraphAnalysis, node: number, open: number): Layer | null {
  const users = usersOf(model);
  const seen = new Set([node]);
  for (const at of seen) {
    const rank = model.nodes[at]!.outputs[0]?.length ?? 0;
    for (const user of users.get(at) ?? []) {
      const layer = layerOf(model, user);
      const { weights } = model.layers[model.graph.nodes[user]!.layer]!;
      const action = actionOf(layer);
      const isElementwise = action === 'elementwise';
      if (action === 'flattening') return layer;
      // A PReLU has a slope for every element, other layers have weights for the channels.
      if (weights.length > 0 && (isElementwise || open === rank - 1)) return layer;
      if (weights.length === 0 && isElementwise) seen.add(user);
    }
  }
  return null;
}
