import * as l10n from '@vscode/l10n';
import type { Place } from '../../../../../core/graph/node.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { DataPair, Given, ModelMethod, UsedModel, Word } from '../../../uses.ts';
import { mayRunAnytime } from '../../flow/mutations.ts';
import { memberText } from '../../values/library-member.ts';
import { placeOf, touch } from '../../values/machine.ts';
import type { CallSite, Compilation, LayerValue, NativeFunction, Value } from '../../values/values.ts';
import { array, isKind, native, unknown } from '../../values/values.ts';
import { given, givenArgument, givenByDataset } from '../data/given.ts';
import { noteUse } from '../data/note-use.ts';
import { argumentPlace, dataTensor } from '../data/tensors.ts';
import { isCertainModel } from './certain-model.ts';
import { inputPorts, outputPorts } from './ports.ts';
import { callAround, calleeName } from './source.ts';

/** `model.fit`, `model.predict` and their kin: what they are given is noted; null for other methods. */
export function dataMethod(layer: LayerValue, name: string): NativeFunction | null {
  const method = Object.hasOwn(methods, name) ? (name as ModelMethod) : null;
  return (
    method &&
    native(name, (args, site) => {
      for (const arg of args) mayRunAnytime(arg, site);
      noteTraining(layer, method, site);
      const pairs = methods[method](args, site);
      noteModelCall(method, usedModel(layer, site), pairs, site);
      return method === 'predict' || method === 'predictOnBatch'
        ? predicted(layer, pairs[0]?.inputs, site)
        : unknown(l10n.t('the result of {0}', name));
    })
  );
}

/** Methods that follow the gradient back through the layers. */
const follows: ReadonlySet<ModelMethod> = new Set(['fit', 'fitDataset', 'trainOnBatch']);

function noteTraining(layer: LayerValue, method: ModelMethod, { node, scope }: CallSite): void {
  if (!layer.model || !follows.has(method)) return;
  touch(scope.frame.run, layer);
  layer.model.trained ??= placeOf(node, scope);
}

/** Notes a call by which data meets a model. */
export function noteModelCall(method: ModelMethod, model: UsedModel, pairs: readonly DataPair[], site: CallSite): void {
  const place = placeOf(calleeName(site.node), site.scope);
  const within = callAround(site.scope);
  noteUse({ kind: 'model-call', method, place, within, model, pairs }, site);
}

type Reader = (args: readonly Value[], site: CallSite) => readonly DataPair[];

const methods: Readonly<Record<ModelMethod, Reader>> = {
  fit: (args, site) => [training(args, site), ...validation(args[2], 2, site)],
  trainOnBatch: (args, site) => [training(args, site)],
  evaluate: (args, site) => [training(args, site)],
  fitDataset: (args, site) => [dataset(args, site), ...validation(args[1], 1, site)],
  evaluateDataset: (args, site) => [dataset(args, site)],
  predict: (args, site) => [inputsOnly(args, site)],
  predictOnBatch: (args, site) => [inputsOnly(args, site)],
  execute: (args, site) => [inputsOnly(args, site)],
};

function training(args: readonly Value[], site: CallSite): DataPair {
  return { part: 'training', inputs: givenArgument(args, 0, site), targets: givenArgument(args, 1, site) };
}

function inputsOnly(args: readonly Value[], site: CallSite): DataPair {
  return { part: 'training', inputs: givenArgument(args, 0, site), targets: null };
}

function dataset([source]: readonly Value[], site: CallSite): DataPair {
  return givenByDataset(source, argumentPlace(0, site), 'training', site.scope.frame.run);
}

/** `{ validationData: [inputs, targets] }`, or a data set. */
function validation(config: Value, at: number, site: CallSite): readonly DataPair[] {
  const slot = isKind(config, 'object') ? config.properties.get('validationData') : undefined;
  if (!slot || slot.value === undefined || slot.value === null) return [];
  const { run } = site.scope.frame;
  const place = slot.source ? { file: slot.source.file, range: slot.source.value } : argumentPlace(at, site);
  if (isKind(slot.value, 'dataset')) return [givenByDataset(slot.value, place, 'validation', run)];
  const [inputs, targets, ...more] = isKind(slot.value, 'array') && !slot.value.open ? slot.value.elements : [];
  if (inputs === undefined || targets === undefined || more.length > 0) return [];
  return [{ part: 'validation', inputs: given(inputs, { place }, run), targets: given(targets, { place }, run) }];
}

/** What the rules have to know about a model where it is used. */
function usedModel(layer: LayerValue, site: CallSite): UsedModel {
  const { run } = site.scope.frame;
  const { model } = layer;
  const isSame = isCertainModel(layer, site);
  const isOwn = !run.escaped.has(layer) && (run.guess === null || layer.born >= run.guess);
  const outputs = isSame ? outputPorts(layer, run.escaped.has(layer)) : null;
  const { compiled = null, isDisposed = null } = model ?? {};
  return {
    name: model?.configName ?? model?.name ?? layer.label,
    place: model?.place ?? null,
    runtime: 'layers',
    inputs: isSame ? inputPorts(layer) : null,
    outputs,
    isCompiled: isOwn && compiled !== null ? compiled !== false : null,
    compiledAt: compiled ? compiled.place : null,
    isDisposed: isOwn ? isDisposed : null,
    losses:
      isOwn && compiled && outputs
        ? lossesOf(
            compiled,
            outputs.map(({ name }) => name),
          )
        : [],
  };
}

/** `model.compile(config)`. */
export function compileModel(layer: LayerValue, [config]: readonly Value[], site: CallSite): Value {
  const { run } = site.scope.frame;
  const place = placeOf(calleeName(site.node), site.scope);
  touch(run, layer);
  if (!layer.model) return undefined;
  const slot = isKind(config, 'object') ? config.properties.get('loss') : undefined;
  const loss = slot ? slot.value : unknown(l10n.t('a loss that is not known'));
  layer.model.compiled = { loss, lossSource: slot?.source ?? null, place };
  const metrics = isKind(config, 'object') ? config.properties.get('metrics') : undefined;
  const at = metrics?.source ? { file: metrics.source.file, range: metrics.source.value } : place;
  const listed = isKind(metrics?.value, 'array') ? metrics.value.elements : [metrics?.value];
  const words = listed.flatMap((each) => wordOf(each, at) ?? []);
  const lossCount = isKind(loss, 'array') && !loss.open ? loss.elements.length : null;
  noteUse({ kind: 'compile', place, model: usedModel(layer, site), metrics: words, lossCount }, site);
  return undefined;
}

/** The loss of each output; null for those that are not known. */
function lossesOf({ loss, lossSource, place }: Compilation, outputs: readonly string[]): readonly (Word | null)[] {
  const at = lossSource ? { file: lossSource.file, range: lossSource.value } : place;
  if (isKind(loss, 'array')) return loss.open ? [] : outputs.map((_, index) => wordOf(loss.elements[index], at));
  if (isKind(loss, 'object')) return outputs.map((name) => wordOf(loss.properties.get(name)?.value, at));
  return outputs.map(() => wordOf(loss, at));
}

function wordOf(value: Value, place: Place): Word | null {
  if (typeof value === 'string') return { text: value, isText: true, place };
  return isKind(value, 'library') ? { text: `tf.${memberText(value)}`, isText: false, place } : null;
}

/** What a model makes of a batch: as many examples as it was given. */
function predicted({ model }: LayerValue, inputs: Given | undefined, site: CallSite): Value {
  const [only, ...more] = model?.outputs ?? [];
  const first = inputs?.kind === 'list' ? inputs.items[0] : inputs;
  const batch = first?.kind === 'tensor' ? (first.shape?.[0] ?? null) : null;
  const result = (shape: Shape) => dataTensor(shape.length > 0 ? [batch, ...shape.slice(1)] : null, site, 'float32');
  if (!only || !model?.complete) return dataTensor(null, site);
  return more.length === 0 ? result(only.shape) : array(model.outputs.map(({ shape }) => result(shape)));
}
