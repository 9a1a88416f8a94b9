import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { greatestCommonDivisor, neighbouringDivisors } from '../../core/vocabulary/divisors.ts';
import { type Found, findFacts, placeOf, producedBy } from './support/facts.ts';
import type { Finding, Fix, Rule, RuleContext } from './support/rule.ts';

export const groupsDivideChannels: Rule = {
  id: 'groups-divide-channels',
  severity: 'error',
  title: 'Groups that do not divide the channels',
  docs: {
    what: 'A grouped convolution whose number of groups does not divide its input channels or its filters.',
    why: 'A grouped convolution gives every group the same number of input channels and the same number of filters. When the division leaves a remainder there is no such convolution, and frameworks that know groups refuse to build it.',
    fix: 'Choose a number of groups that divides both the input channels and the filters, or change those to a multiple of the groups.',
    bad: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [32, 32, 64], filters: 128, kernelSize: 3, groups: 3 })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [32, 32, 64], filters: 128, kernelSize: 3 })],\n});',
  },
  *check(model, context) {
    for (const { fact, layer, node } of findFacts(model, 'groups-divide-channels')) {
      yield* report(model, context, layer, node, fact.groups, { [fact.side]: fact.channels });
    }
    yield* checkIgnoredGroups(model, context);
  },
};

/**
 * TensorFlow.js drops `groups`, so inference never sees it. What the author meant is still impossible, and this says
 * so instead of `ignored-argument`.
 */
function* checkIgnoredGroups(model: GraphAnalysis, context: RuleContext): Generator<Finding> {
  for (const { fact, layer, first } of findFacts(model, 'ignored-argument')) {
    const groups = fact.value;
    if (fact.attribute !== 'groups' || typeof groups !== 'number' || !Number.isInteger(groups) || groups < 1) continue;
    if (first === null) continue;
    for (const finding of report(model, context, layer, first, groups, channelsOf(model, layer, first))) {
      yield { ...finding, fixes: [...removal(layer, context), ...finding.fixes] };
    }
  }
}

/** What repairs a layer that is built without groups anyway; other groups would be ignored as well. */
function removal(layer: Layer, context: RuleContext): Fix[] {
  const edits = context.edits.remove(layer, 'groups');
  return edits ? [{ title: l10n.t('Remove groups'), edits, safe: false }] : [];
}

/** Whether `groups-divide-channels` has something to say about a `groups` that TensorFlow.js ignores. */
export function groupsAreImpossible(
  model: GraphAnalysis,
  { fact: { value: groups }, layer, first }: Found<'ignored-argument'>,
): boolean {
  if (typeof groups !== 'number' || !Number.isInteger(groups) || groups < 1 || first === null) return false;
  const { input, output } = channelsOf(model, layer, first);
  return (input ?? 0) % groups !== 0 || (output ?? 0) % groups !== 0;
}

interface Channels {
  readonly input?: number;
  readonly output?: number;
}

function channelsOf({ nodes }: GraphAnalysis, layer: Layer, node: number): Channels {
  const input = nodes[node]!.inputs[0];
  const channels = layer.attributes.dataFormat === 'channelsFirst' ? input?.[1] : input?.[input.length - 1];
  const filters = layer.attributes.filters;
  return {
    ...(typeof channels === 'number' ? { input: channels } : {}),
    ...(typeof filters === 'number' ? { output: filters } : {}),
  };
}

function* report(
  model: GraphAnalysis,
  context: RuleContext,
  layer: Layer,
  node: number | null,
  groups: number,
  channels: Channels,
): Generator<Finding> {
  const place = placeOf(layer, 'groups');
  if (!place) return;
  const { input, output } = channels;
  const isInput = input !== undefined && input % groups !== 0;
  if (!isInput && (output === undefined || output % groups === 0)) return;
  const all = node === null ? channels : { ...channelsOf(model, layer, node), ...channels };
  yield {
    rule: groupsDivideChannels.id,
    message: isInput
      ? l10n.t(
          'groups {0} does not divide the {1} input channels. Each group must get the same number of channels.',
          groups,
          input,
        )
      : l10n.t(
          'groups {0} does not divide the {1} filters. Each group must get the same number of filters.',
          groups,
          output ?? '?',
        ),
    place,
    related: isInput
      ? producedBy(model, node, 0, (maker) => l10n.t('The input has {0} channels because of {1}.', input, maker.label))
      : [],
    fixes: divisorFixes(layer, groups, all, context),
  };
}

/** The nearest common divisors on both sides of what was asked for. */
function divisorFixes(layer: Layer, groups: number, channels: Channels, context: RuleContext): Fix[] {
  const sizes = [channels.input, channels.output].filter((size) => size !== undefined);
  return neighbouringDivisors(sizes.reduce(greatestCommonDivisor, 0), groups).flatMap((candidate) => {
    const edits = context.edits.set(layer, 'groups', candidate);
    return edits ? [{ title: l10n.t('Use groups: {0}', candidate), edits, safe: false }] : [];
  });
}
