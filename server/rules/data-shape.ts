import { isKnown, printShape } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import type { DataPair, ModelCall, Port } from '../frontends/uses.ts';
import { asTaken, fitsShape, isChecked, type Meeting, type Met, meet } from './support/given-data.ts';
import { isClash, lossOf, targetShape } from './support/losses.ts';
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
  *checkUse(use) {
    if (use.kind !== 'model-call') return;
    for (const pair of use.pairs) {
      const { inputs, outputs } = use.model;
      const taken = inputs ? meet(pair.inputs, inputs, use) : null;
      const wanted = outputs && pair.targets ? meet(pair.targets, outputs, use) : null;
      if (taken) yield* faults(taken, 'input', pair, use);
      if (wanted) yield* faults(wanted, 'target', pair, use);
      if (taken && wanted) yield* sampleCounts(taken, wanted, use);
    }
  },
};

type Side = 'input' | 'target';

function* faults(meeting: Meeting, side: Side, pair: DataPair, call: ModelCall): Generator<Finding> {
  if (meeting.kind === 'met') {
    for (const met of meeting.met) yield* misfit(met, side, pair, call);
    return;
  }
  const what = side === 'input' ? 'inputs' : 'targets';
  const message =
    meeting.kind === 'count'
      ? `${call.model.name} has ${count(meeting.ports.length, side === 'input' ? 'input' : 'output')}, and ${call.method} is given ${count(meeting.count, 'tensor')}.`
      : `${call.method} takes tensors, and these ${what} are plain numbers: make a tensor of them, with the batch as its first axis.`;
  yield { rule: dataShape.id, message, place: meeting.given.place, related: modelPlace(call, ''), fixes: [] };
}

/** One tensor against one input or output. */
function* misfit(met: Met, side: Side, pair: DataPair, call: ModelCall): Generator<Finding> {
  const { tensor, port } = met;
  const loss = side === 'target' ? lossOf(call, port) : null;
  const wanted = port.shape && (side === 'target' ? targetShape(port.shape, loss) : port.shape);
  if (!tensor.shape || !wanted || !isChecked(call.method)) return;
  const shape = asTaken(tensor.shape, call);
  const isWhole = call.model.runtime === 'graph' || call.method === 'predictOnBatch';
  if (fitsShape(shape, wanted, isWhole ? 0 : 1)) return;
  if (loss && isClash(shape, port.shape ?? [], loss)) return;
  const part = pair.part === 'validation' ? 'of the validation data ' : '';
  const [verb, name] = side === 'input' ? ['takes', 'input'] : ['gives', 'targets'];
  const message = `The ${name} ${part}${side === 'input' ? 'is' : 'are'} ${printShape(tensor.shape)}, but ${call.model.name} ${verb} ${printShape(wanted)}${several(port, side, call)}.${advice(shape, wanted)}`;
  const related: Related[] = [
    ...(isSamePlace(tensor.made, tensor.place) ? [] : [{ message: 'The tensor is made here.', place: tensor.made }]),
    ...modelPlace(call, ` ${verb} ${printShape(wanted)}`),
  ];
  yield { rule: dataShape.id, message, place: tensor.place, related, fixes: [] };
}

function several({ name }: Port, side: Side, { model }: ModelCall): string {
  const ports = side === 'input' ? model.inputs : model.outputs;
  return (ports?.length ?? 0) > 1 ? ` at ${name}` : '';
}

/** What would make it fit, where sizes leave no doubt. */
function advice(shape: Shape, wanted: Shape): string {
  if (fitsShape([1, ...shape], wanted, 1) && shape.length > 1)
    return ' The batch axis is missing: expandDims(0) adds it.';
  const [, ...example] = wanted;
  if (
    shape.length === 2 &&
    wanted.length === 2 &&
    shape[1] === 1 &&
    isKnown(example[0] ?? null) &&
    shape[0] === example[0]
  )
    return ' The batch axis is missing: expandDims(0) adds it.';
  if (fitsShape([...shape, 1], wanted, 1)) return ' The last axis is missing: expandDims(-1) adds it.';
  if (isChannelsFirst(shape, wanted)) return ' The channels come first: transpose([0, 2, 3, 1]) puts them last.';
  const [has, needs] = [sizeOf(shape.slice(1)), sizeOf(example)];
  if (has !== null && has === needs)
    return ` As many numbers: reshape([-1, ${example.join(', ')}]) gives them these axes.`;
  return '';
}

function isChannelsFirst(shape: Shape, wanted: Shape): boolean {
  const [batch = null, channels = null, height = null, width = null] = shape;
  return shape.length === 4 && fitsShape([batch, height, width, channels], wanted, 1);
}

function sizeOf(shape: Shape): number | null {
  return shape.every(isKnown) ? shape.reduce<number>((product, size) => product * Number(size), 1) : null;
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
