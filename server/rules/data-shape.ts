import * as l10n from '@vscode/l10n';
import type { Place } from '../../core/graph/node.ts';
import { isKnown, printShape } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import type { DataPair, ModelCall, Port, Word } from '../frontends/uses.ts';
import { adviceFix, adviceFor } from './support/data-advice.ts';
import {
  asTaken,
  fitsNeeds,
  fitsShape,
  isChecked,
  isDataset,
  type Meeting,
  type Met,
  mayBeStretched,
  meet,
} from './support/given-data.ts';
import { clashOf, isLoss, lossOf, targetShape } from './support/losses.ts';
import type { Finding, Related, Rule } from './support/rule.ts';
import { count, sentences } from './support/words.ts';

export const dataShape: Rule = {
  id: 'data-shape',
  severity: 'error',
  title: 'Data that does not fit the model',
  docs: {
    what: 'A tensor whose shape is known, given to `fit`, `evaluate`, `predict` or their kin, that has other axes than the input or output of the model: the batch axis is missing, pictures come flat, the channels come first, targets lack the axis of channels, a model of two inputs gets one tensor.',
    why: 'TensorFlow.js compares both when the call runs, and throws.',
    fix: 'Give the data the shape that the model takes: `expandDims(0)` for a single example, `reshape` for flat ones, `transpose` for channels in front. Or give the model the input shape that the data has.',
    bad: 'const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [5], units: 2 })] });\nmodel.predict(tf.tensor1d([1, 2, 3, 4, 5]));',
    good: 'const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [5], units: 2 })] });\nmodel.predict(tf.tensor1d([1, 2, 3, 4, 5]).expandDims(0));',
  },
  *checkUses(uses) {
    const calls = uses.filter((use) => use.kind === 'model-call');
    const findings = calls.flatMap((call) => call.pairs.flatMap((pair) => [...pairFaults(pair, call)]));
    for (const finding of findings) yield isWhole(finding, findings, calls) ? finding : { ...finding, fixes: [] };
  },
};

/** Whether all that runs through the text asks for the same change: a helper may get data that fits as well. */
function isWhole({ place, fixes }: Finding, findings: readonly Finding[], calls: readonly ModelCall[]): boolean {
  const asking = findings.filter(
    (other) => isSamePlace(other.place, place) && other.fixes[0]?.title === fixes[0]?.title,
  );
  const running = calls.filter(({ pairs }) =>
    pairs.some((pair) => placesOf(pair).some((at) => isSamePlace(at, place))),
  );
  return asking.length >= running.length;
}

function placesOf({ inputs, targets }: DataPair): readonly Place[] {
  return [inputs, ...(targets ? [targets] : [])].flatMap((given) =>
    given.kind === 'list' ? [given.place, ...given.items.map(({ place }) => place)] : [given.place],
  );
}

function* pairFaults(pair: DataPair, call: ModelCall): Generator<Finding> {
  const { inputs, outputs } = call.model;
  const taken = inputs ? meet(pair.inputs, inputs, call) : null;
  const wanted = outputs && pair.targets ? meet(pair.targets, outputs, call) : null;
  if (taken) yield* faults(taken, 'input', pair, call);
  if (wanted) yield* faults(wanted, 'target', pair, call);
  if (taken && wanted) yield* sampleCounts(taken, wanted, call);
}

type Side = 'input' | 'target';

function* faults(meeting: Meeting, side: Side, pair: DataPair, call: ModelCall): Generator<Finding> {
  if (meeting.kind === 'met') {
    for (const met of meeting.met) yield* misfit(met, side, pair, call);
    return;
  }
  const message = unmet(meeting, side, call);
  yield {
    rule: dataShape.id,
    message,
    place: meeting.given.place,
    related: modelPlace(call, madeHere(call)),
    fixes: [],
  };
}

/** Why what is given meets no input or output of the model. */
function unmet(meeting: Exclude<Meeting, { kind: 'met' }>, side: Side, call: ModelCall): string {
  switch (meeting.kind) {
    case 'count':
      return l10n.t(
        '{0} has {1}, and {2} is given {3}.',
        call.model.name,
        count(meeting.ports.length, side),
        call.method,
        count(meeting.count, 'tensor'),
      );
    case 'missing':
      return lacking(meeting, side, call);
    case 'numbers':
      return isDataset(call.method) ? unbatched(side) : plainNumbers(side, call);
    default:
      return meeting satisfies never;
  }
}

function lacking({ missing, ports }: Extract<Meeting, { kind: 'missing' }>, side: Side, { model }: ModelCall): string {
  const names = ports.map(({ name }) => name).join(', ');
  return side === 'input'
    ? l10n.t('These inputs have no {0}: {1} takes {2}.', missing.name, model.name, names)
    : l10n.t('These targets have no {0}: {1} gives {2}.', missing.name, model.name, names);
}

/** One tensor against one input or output. */
function* misfit(met: Met, side: Side, pair: DataPair, call: ModelCall): Generator<Finding> {
  const { tensor, port } = met;
  const loss = side === 'target' ? lossOf(call, port) : null;
  const wanted = port.shape && (side === 'target' ? targetShape(port.shape, loss) : port.shape);
  if (!tensor.shape || !wanted) return;
  const shape = asTaken(tensor.shape, call);
  if (isChecked(call) ? fitsShape(shape, wanted, firstAxis(call)) : isTaken(shape, wanted, met, side, loss)) return;
  if (loss && clashOf(shape, port.shape ?? [], loss) !== null) return;
  const isSingle = isDataset(call.method) && shape.length < wanted.length;
  const advice = isSingle ? null : adviceFor(tensor.shape, wanted);
  const hint = isSingle ? l10n.t('The examples are not batched: call batch on the data set.') : advice?.words;
  const misfit = misfitWords[side][pair.part === 'validation' ? 'validation' : 'training'];
  const message = sentences(
    misfit(printShape(tensor.shape), call.model.name, at(printShape(wanted), port, side, call)),
    hint ?? null,
  );
  const related: Related[] = [
    ...(isSamePlace(tensor.made, tensor.place)
      ? []
      : [{ message: l10n.t('The tensor is made here.'), place: tensor.made }]),
    ...modelPlace(call, side === 'input' ? takes(call, wanted) : gives(call, wanted)),
    ...(call.within ? [{ message: l10n.t('It is called here.'), place: call.within }] : []),
  ];
  const fixes = advice && !isDataset(call.method) ? adviceFix(tensor, advice) : [];
  yield { rule: dataShape.id, message, place: tensor.place, related, fixes };
}

/** The batch counts where TensorFlow.js compares all sizes. */
function firstAxis({ model, method }: ModelCall): number {
  return model.runtime === 'graph' || method === 'predictOnBatch' ? 0 : 1;
}

/** Whether layers and losses may take what a data set gives them, or `execute`. */
function isTaken(shape: Shape, wanted: Shape, { port }: Met, side: Side, loss: Word | null): boolean {
  if (side === 'input') return fitsNeeds(shape, port);
  if (loss && isLoss(loss, 'binaryCrossentropy')) return fitsShape(shape, wanted, 1);
  return !loss?.isText || mayBeStretched(shape, wanted);
}

/** What is wanted, and of which of several ports. */
function at(wanted: string, { name }: Port, side: Side, { model }: ModelCall): string {
  const ports = side === 'input' ? model.inputs : model.outputs;
  return (ports?.length ?? 0) > 1 ? l10n.t('{0} at {1}', wanted, name) : wanted;
}

const misfitWords = {
  input: {
    training: (has: string, model: string, wanted: string) =>
      l10n.t('The input is {0}, but {1} takes {2}.', has, model, wanted),
    validation: (has: string, model: string, wanted: string) =>
      l10n.t('The input of the validation data is {0}, but {1} takes {2}.', has, model, wanted),
  },
  target: {
    training: (has: string, model: string, wanted: string) =>
      l10n.t('The targets are {0}, but {1} gives {2}.', has, model, wanted),
    validation: (has: string, model: string, wanted: string) =>
      l10n.t('The targets of the validation data are {0}, but {1} gives {2}.', has, model, wanted),
  },
};

function unbatched(side: Side): string {
  return side === 'input'
    ? l10n.t('The inputs of this data set are single examples: call batch on it.')
    : l10n.t('The targets of this data set are single examples: call batch on it.');
}

function plainNumbers(side: Side, { method }: ModelCall): string {
  return side === 'input'
    ? l10n.t(
        '{0} takes tensors, and these inputs are plain numbers: make a tensor of them, with the batch as its first axis.',
        method,
      )
    : l10n.t(
        '{0} takes tensors, and these targets are plain numbers: make a tensor of them, with the batch as its first axis.',
        method,
      );
}

/** Every input and every target has as many examples. */
function* sampleCounts(inputs: Meeting, targets: Meeting, call: ModelCall): Generator<Finding> {
  if (inputs.kind !== 'met' || targets.kind !== 'met') return;
  const first = inputs.met.find(({ tensor }) => isKnown(tensor.shape?.[0] ?? null));
  const examples = first?.tensor.shape?.[0] ?? null;
  if (!first || !isKnown(examples) || call.method === 'execute') return;
  for (const { tensor } of [...inputs.met, ...targets.met]) {
    const own = tensor.shape?.[0] ?? null;
    if (!isKnown(own) || own === examples) continue;
    const message = l10n.t(
      'These are {0}, {1}, and the inputs are {2}, {3}.',
      count(own, 'example'),
      printShape(tensor.shape ?? []),
      count(examples, 'example'),
      printShape(first.tensor.shape ?? []),
    );
    const related = [{ message: l10n.t('{0}.', count(examples, 'example')), place: first.tensor.place }];
    yield { rule: dataShape.id, message, place: tensor.place, related, fixes: [] };
    return;
  }
}

function modelPlace({ model }: ModelCall, message: string): Related[] {
  return model.place ? [{ message, place: model.place }] : [];
}

function madeHere({ model }: ModelCall): string {
  return l10n.t('{0} is made here.', model.name);
}

function takes({ model }: ModelCall, shape: Shape): string {
  return l10n.t('{0} takes {1}.', model.name, printShape(shape));
}

function gives({ model }: ModelCall, shape: Shape): string {
  return l10n.t('{0} gives {1}.', model.name, printShape(shape));
}

function isSamePlace(a: Related['place'], b: Related['place']): boolean {
  return a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end;
}
