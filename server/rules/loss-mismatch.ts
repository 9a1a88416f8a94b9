import { isKnown, printShape } from '../../core/vocabulary/dimension.ts';
import type { CompileCall, ModelCall, Port, Use, Word } from '../frontends/uses.ts';
import { asTaken, isDataset, meet } from './support/given-data.ts';
import { categorical, clashOf, isLoss, lossNames, lossOf, meantName, metricNames, sparse } from './support/losses.ts';
import type { Finding, Fix, Rule } from './support/rule.ts';
import { count } from './support/words.ts';

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
  const losses = model.losses.flatMap((word) => (word ? [{ word, names: lossNames, what: 'loss' }] : []));
  const listed = metrics.map((word) => ({ word, names: metricNames, what: 'metric' }));
  const seen = new Set<string>();
  for (const { word, names, what } of [...losses, ...listed]) {
    if (!word.isText || names.includes(word.text) || seen.has(`${what} ${word.text}`)) continue;
    seen.add(`${what} ${word.text}`);
    const meant = meantName(word.text, names);
    yield {
      rule: lossMismatch.id,
      message: `TensorFlow.js has no ${what} '${word.text}'${meant ? `: it is called ${meant}` : ''}.`,
      place: word.place ?? place,
      related: [],
      fixes: meant ? renamed(word, meant) : [],
    };
  }
}

/** Puts another name in the place of one that is written as a text and by itself. */
function renamed({ text, place }: Word, name: string): Fix[] {
  if (!place || place.range.end - place.range.start !== text.length + 2) return [];
  return [{ title: `Use ${name}`, edits: [{ ...place, newText: `'${name}'` }], safe: false }];
}

/** A list has one loss for each output. */
function* otherCount({ model, lossCount, place }: CompileCall): Generator<Finding> {
  const outputs = model.outputs?.length ?? lossCount;
  if (lossCount === null || outputs === null || lossCount === outputs) return;
  const message = `${model.name} has ${count(outputs, 'output')}, and the list ${lossCount === 1 ? 'holds one loss' : `holds ${lossCount} losses`}: TensorFlow.js asks for one each.`;
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
      ? [{ message: `The output comes out of ${activation.text}.`, place: activation.place }]
      : [],
    fixes: [],
    ...found,
  };
}

type Words = Pick<Finding, 'message' | 'milder'>;

function overOneUnit(loss: Word, { activation }: Port, use: CompileCall, uses: readonly Use[]): Words | null {
  const advice = 'One unit takes a sigmoid and binaryCrossentropy, or meanSquaredError for a number.';
  if (isLoss(loss, categorical)) {
    const isTrained = uses.some((each) => each.kind === 'model-call' && isRefused(each, use));
    const why = isTrained ? 'TensorFlow.js throws at its targets' : 'it is 0 whatever comes out';
    return {
      message: `${loss.text} compares classes, and the model has one unit: ${why}. ${advice}`,
      ...milder(!isTrained),
    };
  }
  if (activation?.text !== 'softmax') return null;
  return { message: `A softmax over one unit gives 1 whatever comes in. ${advice}`, milder: 'warning' };
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
    const message = `meanSquaredError learns slowly behind a softmax over ${units} classes: where the softmax is sure, right or wrong, its gradient is next to nothing. ${categorical} has none of that.`;
    return { message, milder: 'hint' };
  }
  const isProbability = isLoss(loss, categorical) || isLoss(loss, sparse) || isLoss(loss, 'binaryCrossentropy');
  if (!isProbability || !unbounded.includes(activation.text)) return null;
  const needed = isLoss(loss, 'binaryCrossentropy') ? 'sigmoid' : 'softmax';
  const message = `${loss.text} takes probabilities, and the output is ${activation.text}: give the last layer activation: '${needed}'.`;
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
      const classes = `${port.shape.at(-1)} classes`;
      const what = clash === 'one-hot' ? 'rows of' : 'numbers, and the model gives';
      yield {
        rule: lossMismatch.id,
        message: `The targets ${printShape(tensor.shape)} are ${what} ${classes}: they go with ${right}, not with ${loss.text}.`,
        place: tensor.place,
        related: loss.place ? [{ message: `The loss is ${loss.text}.`, place: loss.place }] : [],
        fixes: renamed(loss, right),
        // A data set's numbers are stretched over all classes instead.
        ...milder(isDataset(call.method) && clash === 'numbers'),
      };
    }
  }
}
