import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { isMadeByProgram } from '../frontends/origin.ts';
import { type Found, findFacts, placeOf } from './support/facts.ts';
import { unfitInitialisers } from './support/initialisers.ts';
import type { Finding, Fix, Rule, RuleContext } from './support/rule.ts';
import { printValue, say } from './support/words.ts';

export const invalidArgument: Rule = {
  id: 'invalid-argument',
  severity: 'error',
  title: 'Argument with an impossible value',
  docs: {
    what: 'A size that is zero, negative, fractional or not a number, a list of the wrong length, or the name of a padding or an activation that does not exist.',
    why: 'TensorFlow.js throws for most of these when the model is built, and computes nonsense with others. A value that it passes over, such as a dropout rate of 50, is a warning.',
    fix: 'Use a value that the argument can take; the nearest one is offered where there is one.',
    bad: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: 'rellu' })],\n});",
    good: "tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: 'relu' })],\n});",
  },
  *check(model, context) {
    for (const found of findFacts(model, 'invalid-argument')) {
      const { fact, layer } = found;
      const place = placeOf(layer, fact.attribute);
      if (!place) continue;
      yield {
        rule: invalidArgument.id,
        message: describe(found),
        place,
        related: [],
        // The model is built and runs, but not as written.
        ...(fact.acts === undefined ? {} : { milder: 'warning' }),
        fixes: suggestion(found, context),
      };
    }
    for (const { layer, attribute, value, expected } of unfitInitialisers(model)) {
      const place = placeOf(layer, attribute);
      const message = l10n.t("{0} can't be {1}: expected {2}.", attribute, printValue(value), expected);
      if (place) yield { rule: invalidArgument.id, message, place, related: [], fixes: [] };
    }
    yield* refusedNames(model, context);
  },
};

/** TensorFlow.js names the tensors that a layer gives, and its weights, after the layer. */
function* refusedNames({ graph, layers }: GraphAnalysis, context: RuleContext): Generator<Finding> {
  for (const [index, layer] of graph.layers.entries()) {
    const { name } = layer;
    if (name === null || !isMadeByProgram(layer) || tensorName.test(name)) continue;
    const place = layers[index]!.nodes.length > 0 ? placeOf(layer, 'name') : null;
    if (!place) continue;
    const free = name.replace(/[^-\w./]/g, '_').replace(/^[^A-Za-z0-9]+/, '');
    const edits = free === '' ? null : context.edits.set(layer, 'name', free);
    yield {
      rule: invalidArgument.id,
      message: l10n.t(
        "name can't be {0}: TensorFlow.js takes letters from a to z, digits, and - _ . / behind the first.",
        printValue(name),
      ),
      place,
      related: [],
      fixes: edits ? [{ title: l10n.t('Use name: {0}', printValue(free)), edits, safe: false }] : [],
    };
  }
}

/** As TensorFlow.js's `isValidTensorName` has it. */
const tensorName = /^[A-Za-z0-9][-A-Za-z0-9_./]*$/;

function describe({ fact: { attribute, value, expected, suggestion, acts } }: Found<'invalid-argument'>): string {
  if (acts !== undefined)
    return l10n.t('{0} {1} is passed over: expected {2}.', attribute, printValue(value), say(expected));
  // A misspelt word is told by the right one; the list of all activations would only hide it.
  return typeof suggestion === 'string' && typeof value === 'string'
    ? l10n.t("{0} can't be {1}. Did you mean {2}?", attribute, printValue(value), printValue(suggestion))
    : l10n.t("{0} can't be {1}: expected {2}.", attribute, printValue(value), say(expected));
}

function suggestion({ fact, layer }: Found<'invalid-argument'>, context: RuleContext): Fix[] {
  if (fact.suggestion === undefined) return [];
  const edits = context.edits.set(layer, fact.attribute, fact.suggestion);
  return edits
    ? [{ title: l10n.t('Use {0}: {1}', fact.attribute, printValue(fact.suggestion)), edits, safe: false }]
    : [];
}
