import * as l10n from '@vscode/l10n';
import { isKnown, printShape } from '../../core/vocabulary/dimension.ts';
import type { CompileCall, ModelCall, Port, Use, Word } from '../frontends/uses.ts';
import { asTaken, isDataset, meet } from './support/given-data.ts';
import { categorical, clashOf, isLoss, lossNames, lossOf, meantName, metricNames, sparse } from './support/losses.ts';
import type { Finding, Fix, Rule } from './support/rule.ts';
import { count, sentences } from './support/words.ts';

export const lossMismatch: Rule = {
  id: 'loss-mismatch',
  severity: 'error',
  title: 'Loss that does not fit the output or the targets',
  docs: {
    what: 'A loss or metric that TensorFlow.js has no function of that name for, one-hot targets for the sparse loss, class numbers for the categorical one, a cross-entropy over the classes of a single unit or of outputs that are no probabilities.',
    why: 'Where the targets have another shape than the loss takes, or the name is unknown, TensorFlow.js throws. Otherwise the model trains towards something else than was meant: a softmax over one unit is always 1.',
    fix: 'Class numbers go with `sparseCategoricalCrossentropy`, one-hot rows with `categoricalCrossentropy`, both behind a softmax; one unit with a sigmoid goes with `binaryCrossentropy`, numbers to be predicted with `meanSquaredError`.',
    bad: "const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [10], units: 6, activation: 'softmax' })] });\nmodel.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });\nawait model.fit(tf.zeros([12, 10]), tf.zeros([12, 6]));",
    good: "const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [10], units: 6, activation: 'softmax' })] });\nmodel.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });\nawait model.fit(tf.zeros([12, 10]), tf.zeros([12, 6]));",
  },
  *checkUses(uses) {
    for (const use of uses) {
      if (use.kind === 'compile') {
        yield* unknownNames(use);
        yield* otherCount(use);
        for (const port of use.model.outputs ?? []) yield* againstOutput(use, port, uses);
      }
      if (use.kind === 'model-call') yield* againstTargets(use);
    }
  },
};

/** Names are looked up when `compile` runs, which throws at those that it does not find. */
function* unknownNames({ model, metrics, place }: CompileCall): Generator<Finding> {
  const losses = model.losses.flatMap((word) => (word ? [{ word, names: lossNames, what: 'loss' as const }] : []));
  const listed = metrics.map((word) => ({ word, names: metricNames, what: 'metric' as const }));
  const seen = new Set<string>();
  for (const { word, names, what } of [...losses, ...listed]) {
    if (!word.isText || names.includes(word.text) || seen.has(`${what} ${word.text}`)) continue;
    seen.add(`${what} ${word.text}`);
    const meant = meantName(word.text, names);
    yield {
      rule: lossMismatch.id,
      message: meant ? otherName(what, word.text, meant) : noName(what, word.text),
      place: word.place ?? place,
      related: [],
      fixes: meant ? renamed(word, meant) : [],
    };
  }
}

function noName(what: 'loss' | 'metric', name: string): string {
  return what === 'loss'
    ? l10n.t("TensorFlow.js has no loss '{0}'.", name)
    : l10n.t("TensorFlow.js has no metric '{0}'.", name);
}

function otherName(what: 'loss' | 'metric', name: string, meant: string): string {
  return what === 'loss'
    ? l10n.t("TensorFlow.js has no loss '{0}': it is called {1}.", name, meant)
    : l10n.t("TensorFlow.js has no metric '{0}': it is called {1}.", name, meant);
}

/** Puts another name in the place of one that is written as a text and by itself. */
function renamed({ text, place }: Word, name: string): Fix[] {
  if (!place || place.range.end - place.range.start !== text.length + 2) return [];
  return [{ title: l10n.t('Use {0}', name), edits: [{ ...place, newText: `'${name}'` }], safe: false }];
}

/** A list has one loss for each output. */
function* otherCount({ model, lossCount, place }: CompileCall): Generator<Finding> {
  const outputs = model.outputs?.length ?? lossCount;
  if (lossCount === null || outputs === null || lossCount === outputs) return;
  const has = count(outputs, 'output');
  const message =
    lossCount === 1
      ? l10n.t('{0} has {1}, and the list holds one loss: TensorFlow.js asks for one each.', model.name, has)
      : l10n.t(
          '{0} has {1}, and the list holds {2} losses: TensorFlow.js asks for one each.',
          model.name,
          has,
          lossCount,
        );
  yield { rule: lossMismatch.id, message, place: model.losses[0]?.place ?? place, related: [], fixes: [] };
}

/** A loss against the activation that it is computed from, and how many units there are. */
function* againstOutput(use: CompileCall, port: Port, uses: readonly Use[]): Generator<Finding> {
  const loss = lossOf(use, port);
  const units = port.shape?.at(-1) ?? null;
  if (!loss || !isKnown(units)) return;
  const found = units === 1 ? overOneUnit(loss, port, use, uses) : overClasses(loss, port, units);
  if (!found) return;
  const { activation } = port;
  yield {
    rule: lossMismatch.id,
    place: loss.place ?? use.place,
    related: activation?.place
      ? [{ message: l10n.t('The output comes out of {0}.', activation.text), place: activation.place }]
      : [],
    fixes: [],
    ...found,
  };
}

type Words = Pick<Finding, 'message' | 'milder'>;

function overOneUnit(loss: Word, { activation }: Port, use: CompileCall, uses: readonly Use[]): Words | null {
  const advice = l10n.t('One unit takes a sigmoid and binaryCrossentropy, or meanSquaredError for a number.');
  if (isLoss(loss, categorical)) {
    const isTrained = uses.some((each) => each.kind === 'model-call' && isRefused(each, use));
    const wrong = isTrained
      ? l10n.t('{0} compares classes, and the model has one unit: TensorFlow.js throws at its targets.', loss.text)
      : l10n.t('{0} compares classes, and the model has one unit: it is 0 whatever comes out.', loss.text);
    return {
      message: sentences(wrong, advice),
      ...milder(!isTrained),
    };
  }
  if (activation?.text !== 'softmax') return null;
  const wrong = l10n.t('A softmax over one unit gives 1 whatever comes in.');
  return { message: sentences(wrong, advice), milder: 'warning' };
}

/** Whether a call checks the targets of a model that was compiled there. */
function isRefused({ method, model }: ModelCall, { place }: CompileCall): boolean {
  const { compiledAt } = model;
  const isSame = compiledAt?.file === place.file && compiledAt.range.start === place.range.start;
  return isSame && (method === 'fit' || method === 'trainOnBatch' || method === 'evaluate');
}

function milder(isMilder: boolean): Pick<Finding, 'milder'> {
  return isMilder ? { milder: 'warning' } : {};
}

function overClasses(loss: Word, { activation }: Port, units: number): Words | null {
  if (!activation) return null;
  if (activation.text === 'softmax' && isLoss(loss, 'meanSquaredError')) {
    const message = l10n.t(
      'meanSquaredError learns slowly behind a softmax over {0} classes: where the softmax is sure, right or wrong, its gradient is next to nothing. {1} has none of that.',
      units,
      categorical,
    );
    return { message, milder: 'hint' };
  }
  const isProbability = isLoss(loss, categorical) || isLoss(loss, sparse) || isLoss(loss, 'binaryCrossentropy');
  if (!isProbability || !unbounded.includes(activation.text)) return null;
  const needed = isLoss(loss, 'binaryCrossentropy') ? 'sigmoid' : 'softmax';
  const message = l10n.t(
    "{0} takes probabilities, and the output is {1}: give the last layer activation: '{2}'.",
    loss.text,
    activation.text,
    needed,
  );
  return { message, milder: 'warning' };
}

/** Activations that give numbers below 0 or above 1. */
const unbounded: readonly string[] = ['linear', 'relu', 'relu6', 'elu', 'selu', 'tanh', 'softplus', 'softsign'];

/** One-hot targets or class numbers where the loss takes the other. */
function* againstTargets(call: ModelCall): Generator<Finding> {
  for (const { targets } of call.pairs) {
    const meeting = targets && call.model.outputs ? meet(targets, call.model.outputs, call) : null;
    for (const { tensor, port } of meeting?.kind === 'met' ? meeting.met : []) {
      const loss = lossOf(call, port);
      if (!loss || !tensor.shape || !port.shape) continue;
      const clash = clashOf(asTaken(tensor.shape, call), port.shape, loss);
      if (!clash) continue;
      const right = clash === 'one-hot' ? categorical : sparse;
      const figures = [printShape(tensor.shape), String(port.shape.at(-1)), right, loss.text];
      yield {
        rule: lossMismatch.id,
        message:
          clash === 'one-hot'
            ? l10n.t('The targets {0} are rows of {1} classes: they go with {2}, not with {3}.', ...figures)
            : l10n.t(
                'The targets {0} are numbers, and the model gives {1} classes: they go with {2}, not with {3}.',
                ...figures,
              ),
        place: tensor.place,
        related: loss.place ? [{ message: l10n.t('The loss is {0}.', loss.text), place: loss.place }] : [],
        fixes: renamed(loss, right),
        // A data set's numbers are stretched over all classes instead.
        ...milder(isDataset(call.method) && clash === 'numbers'),
      };
    }
  }
}
