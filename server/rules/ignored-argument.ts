import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { printShape, same } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { argumentOf } from '../frontends/written-spelling.ts';
import { groupsAreImpossible } from './groups-divide-channels.ts';
import { type Found, findFacts, placeOf, producedBy } from './support/facts.ts';
import { findGraphFacts } from './support/graph-facts.ts';
import type { Finding, Fix, Rule, RuleContext } from './support/rule.ts';
import { say, sentences } from './support/words.ts';

export const ignoredArgument: Rule = {
  id: 'ignored-argument',
  severity: 'warning',
  title: 'Argument that TensorFlow.js ignores',
  docs: {
    what: 'An argument that TensorFlow.js accepts and drops: a misspelt name, or one that only Keras in Python knows.',
    why: 'The factories of `tf.layers` never look at names that they do not know, so the layer silently has its default instead of what was written. `stride: 2` leaves the stride at 1; `groups: 2` builds an ordinary convolution with twice the parameters.',
    fix: 'Use the name that TensorFlow.js has, or remove the argument.',
    bad: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, stride: 2 })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, strides: 2 })],\n});',
  },
  *check(model, context) {
    yield* contradictedShapes(model, context);
    const mismatches = [...findGraphFacts(model)].filter(({ fact }) => fact.kind === 'weights-mismatch');
    const told = new Set(mismatches.map(({ place }) => place.range.start));
    for (const found of findFacts(model, 'ignored-argument')) {
      const { fact, layer } = found;
      if (fact.attribute === 'groups' && groupsAreImpossible(model, found)) continue;
      const place = placeOf(layer, fact.attribute);
      const written = argumentOf(layer, fact.attribute)?.name ?? fact.attribute;
      // What cannot be loaded because of it is said there.
      if (!place || told.has(place.range.start)) continue;
      yield {
        rule: ignoredArgument.id,
        message: sentences(
          l10n.t('{0} has no effect: {1}.', written, say(fact.reason)),
          fact.meant ? l10n.t('Did you mean {0}?', fact.meant) : null,
        ),
        place,
        related: [],
        fixes: fixes(found, written, context),
      };
    }
  },
};

/** Input shapes that contradict what the layer is given: only the first layer of a model is built with its own. */
function* contradictedShapes(model: GraphAnalysis, context: RuleContext): Generator<Finding> {
  for (const [index, layer] of model.graph.layers.entries()) {
    const first = model.layers[index]!.nodes[0];
    const actual = first === undefined ? undefined : model.nodes[first]!.inputs[0];
    if (!layer.claimedInput || !actual || !contradict(layer.claimedInput, actual)) continue;
    const written = ['inputShape', 'batchInputShape'].find((name) => argumentOf(layer, name));
    const place = written && placeOf(layer, written);
    if (!place) continue;
    const removal = context.edits.remove(layer, written);
    yield {
      rule: ignoredArgument.id,
      message: l10n.t(
        '{0} has no effect: only the first layer of a model is built with it, and {1} is given {2}.',
        written,
        layer.label,
        printShape(actual),
      ),
      place,
      related: producedBy(model, first!, 0, (maker) => l10n.t('{0} gives {1}.', maker.label, printShape(actual))),
      fixes: removal ? [{ title: l10n.t('Remove {0}', written), edits: removal, safe: false }] : [],
    };
  }
}

function contradict(claimed: Shape, actual: Shape): boolean {
  if (claimed.length === 0 || actual.length === 0) return false;
  return (
    claimed.length !== actual.length || claimed.some((size, axis) => axis > 0 && same(size, actual[axis]!) === false)
  );
}

function fixes({ fact, layer }: Found<'ignored-argument'>, written: string, context: RuleContext): Fix[] {
  const found: Fix[] = [];
  const meantIsFree = fact.meant !== undefined && !argumentOf(layer, fact.meant);
  const rename = meantIsFree && context.edits.rename(layer, written, fact.meant);
  // The author's intention is plain from the name, but obeying it changes what the program has been computing so far.
  if (rename) found.push({ title: l10n.t('Use {0}', fact.meant), edits: rename, safe: false });
  const removal = context.edits.remove(layer, written);
  // Without the argument the program does exactly what it does with it.
  if (removal) found.push({ title: l10n.t('Remove {0}', written), edits: removal, safe: fact.meant === undefined });
  return found;
}
