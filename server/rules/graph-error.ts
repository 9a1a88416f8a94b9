import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { GraphFact, Layer } from '../../core/graph/node.ts';
import { isMadeByProgram } from '../frontends/origin.ts';
import { findFacts, placeOf } from './support/facts.ts';
import { findGraphFacts } from './support/graph-facts.ts';
import type { Finding, Rule } from './support/rule.ts';
import { say } from './support/words.ts';

export const graphError: Rule = {
  id: 'graph-error',
  severity: 'error',
  title: 'Model that is not wired up',
  docs: {
    what: 'A reference to a layer that does not exist, two layers of one name, a cycle, an output that depends on no input, or a layer with the wrong number of inputs.',
    why: 'A model is a graph without cycles from its inputs to its outputs. TensorFlow.js throws when it is built or loaded.',
    fix: 'Connect the layer that is named.',
    bad: 'const input = tf.input({ shape: [8, 8, 4] });\nconst sum = tf.layers.add().apply([input]);\ntf.model({ inputs: input, outputs: sum });',
    good: 'const input = tf.input({ shape: [8, 8, 4] });\nconst sum = tf.layers.add().apply([input, input]);\ntf.model({ inputs: input, outputs: sum });',
  },
  *check(model) {
    for (const { fact, place } of findGraphFacts(model)) {
      const message = describe(fact);
      if (message !== null) yield { rule: graphError.id, message, place, related: [], fixes: [] };
    }
    yield* repeatedNames(model);
    for (const { fact, layer, node } of findFacts(model, 'input-count')) {
      const place = node !== null && takesUnknown(model, node) ? null : placeOf(layer);
      const message = l10n.t('{0} needs {1}, but gets {2}.', layer.label, say(fact.expected), fact.actual);
      if (place) yield { rule: graphError.id, message, place, related: [], fixes: [] };
    }
  },
};

/** Whether something comes in that stands for an unknown value, which may be a list of any length. */
function takesUnknown({ graph }: GraphAnalysis, node: number): boolean {
  return graph.nodes[node]!.inputs.some((input) => {
    const { operator, source } = graph.layers[graph.nodes[input.node]!.layer]!;
    return operator === 'unknown' && source === null;
  });
}

/** Two layers of a program that its author gave one name. Files name layers to refer to them, and their readers tell. */
function* repeatedNames({ graph }: GraphAnalysis): Generator<Finding> {
  if (graph.unfinished) return;
  const named = new Map<string, Layer>();
  for (const layer of graph.layers) {
    if (layer.name === null || !isMadeByProgram(layer)) continue;
    const first = named.get(layer.name);
    named.set(layer.name, first ?? layer);
    const place = first && placeOf(layer, 'name');
    const other = first && placeOf(first, 'name');
    if (!place) continue;
    yield {
      rule: graphError.id,
      message: l10n.t(
        'Two layers of the model are named {0}: TensorFlow.js throws when it puts them together.',
        layer.name,
      ),
      place,
      related: other ? [{ message: l10n.t('The first {0}.', layer.name), place: other }] : [],
      fixes: [],
    };
  }
}

/** Null for what other rules say. */
function describe(fact: GraphFact): string | null {
  switch (fact.kind) {
    case 'graph-error':
      return fact.detail;
    case 'unfed-output':
      return l10n.t('The output {0} depends on no input.', fact.output);
    case 'unlisted-input':
      return l10n.t("The outputs depend on {0}, which is not one of the model's inputs.", fact.input);
    case 'unused-layer':
      return l10n.t('Nothing takes the output of {0}, and it is no output of the model.', fact.layer);
    case 'missing-input-shape':
    case 'weights-mismatch':
      return null;
    default:
      return fact satisfies never;
  }
}
