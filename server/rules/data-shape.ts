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
import { count } from './support/words.ts';

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
  const message =
    meeting.kind === 'count'
      ? `${call.model.name} has ${count(meeting.ports.length, side)}, and ${call.method} is given ${count(meeting.count, 'tensor')}.`
      : isDataset(call.method)
        ? `The ${side}s of this data set are single examples: call batch on it.`
        : `${call.method} takes tensors, and these ${side}s are plain numbers: make a tensor of them, with the batch as its first axis.`;
  yield { rule: dataShape.id, message, place: meeting.given.place, related: modelPlace(call, ''), fixes: [] };
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
  const part = pair.part === 'validation' ? 'of the validation data ' : '';
  const [verb, name] = side === 'input' ? ['takes', 'input'] : ['gives', 'targets'];
  const isSingle = isDataset(call.method) && shape.length < wanted.length;
  const advice = isSingle ? null : adviceFor(tensor.shape, wanted);
  const hint = isSingle ? ' The examples are not batched: call batch on the data set.' : (advice?.words ?? '');
  const message = `The ${name} ${part}${side === 'input' ? 'is' : 'are'} ${printShape(tensor.shape)}, but ${call.model.name} ${verb} ${printShape(wanted)}${several(port, side, call)}.${hint}`;
  const related: Related[] = [
    ...(isSamePlace(tensor.made, tensor.place) ? [] : [{ message: 'The tensor is made here.', place: tensor.made }]),
    ...modelPlace(call, ` ${verb} ${printShape(wanted)}`),
    ...(call.within ? [{ message: 'It is called here.', place: call.within }] : []),
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

function several({ name }: Port, side: Side, { model }: ModelCall): string {
  const ports = side === 'input' ? model.inputs : model.outputs;
  return (ports?.length ?? 0) > 1 ? ` at ${name}` : '';
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
    const message = `These are ${count(own, 'example')}, ${printShape(tensor.shape ?? [])}, and the inputs are ${count(examples, 'example')}, ${printShape(first.tensor.shape ?? [])}.`;
    const related = [{ message: `${count(examples, 'example')}.`, place: first.tensor.place }];
    yield { rule: dataShape.id, message, place: tensor.place, related, fixes: [] };
    return;
  }
}

function modelPlace({ model }: ModelCall, what: string): Related[] {
  return model.place ? [{ message: `${model.name}${what || ' is made here'}.`, place: model.place }] : [];
}

function isSamePlace(a: Related['place'], b: Related['place']): boolean {
  return a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end;
}
