import * as l10n from '@vscode/l10n';
import { mayRunAnytime } from '../../flow/mutations.ts';
import { isCallable } from '../../values/callable.ts';
import { memberText } from '../../values/library-member.ts';
import { callValue } from '../../values/machine.ts';
import type { CallSite, LibraryValue, Namespace, Value } from '../../values/values.ts';
import { isKind, object, unknown } from '../../values/values.ts';
import { tensorMaker } from '../data/creation.ts';
import { callDataset } from '../data/datasets.ts';
import { callOperation } from '../data/members.ts';
import { createLayer, createLayerOfClass } from '../layers/layers.ts';
import { createFunctional, createSequential } from '../layers/models.ts';
import type { Library } from '../library.ts';
import { createBehind } from './custom-layer.ts';
import { loadGraphModel } from './load-graph-model.ts';
import { loadModel } from './load-model.ts';

const namespace: Namespace = {
  getMember,
  call,
  construct,
  hasInstance,
  typeOf: () => unknown(l10n.t('a member of TensorFlow.js')),
  extend: (type, instance, args, site) => createBehind(instance, className(type), args, site),
};

/** TensorFlow.js, whose members are known by their paths. */
export const tensorflow: Library = {
  specifier: /(^|\/)@?tensorflow\/tfjs|(^|\/)tfjs(@|$|\.)/,
  module: () => member([]),
  // A page's scripts get it from a <script> element.
  globals: new Map([['tf', () => member([])]]),
  script: /(^|\/)tf[\w.-]*\.js$/i,
  traces: { text: /\btf\b|tfjs|tensorflow/, packages: /tfjs|tensorflow/ },
};

function member(path: LibraryValue['path']): LibraryValue {
  return { kind: 'library', namespace, path };
}

/** What makes no layers has a result that is not known. */
function call(callee: LibraryValue, args: readonly Value[], site: CallSite): Value {
  const [config] = args;
  const text = memberText(callee);
  switch (text) {
    case 'sequential':
      return createSequential(config, site);
    case 'model':
      return createFunctional(config, site);
    case 'input':
    case 'layers.input':
      return createLayer('input', config, site).nodes[0]?.outputs[0];
    case 'loadLayersModel':
      site.scope.frame.run.mayThrow += 1;
      return loadModel(config, site);
    case 'loadGraphModel':
      site.scope.frame.run.mayThrow += 1;
      return loadGraphModel(config, site);
    case 'tidy':
    case 'profile': {
      const body = args.find(isCallable);
      return body === undefined ? undefined : callValue(body, [], site);
    }
    default:
  }
  for (const arg of args) mayRunAnytime(arg, site);
  const [space, name] = callee.path;
  if (space === 'layers' && name !== undefined) return createLayer(name, config, site);
  const made = tensorMaker(text)?.(args, site) ?? callOperation(text, args, site) ?? callDataset(text, args, site);
  if (made !== null) return made;
  // Initialisers, regularisers, optimisers and losses are passed around; of initialisers the arguments are read.
  if (name !== undefined) {
    return { ...callee, isResult: true, ...(space === 'initializers' && config ? { argument: config } : {}) };
  }
  return unknown(l10n.t('the result of tf.{0}', text));
}

/** `new tf.Sequential()`, `new Conv2D(config)`. */
function construct(type: LibraryValue, args: readonly Value[], site: CallSite): Value {
  const [config] = args;
  const name = className(type);
  if (name === 'Sequential') return createSequential(config, site);
  if (name === 'LayersModel' || name === 'Model') return createFunctional(config, site);
  const layer = name === null ? null : createLayerOfClass(name, config, site);
  return layer ?? unknown(l10n.t('an instance of tf.{0}', memberText(type)));
}

function className({ path, isResult }: LibraryValue): string | null {
  return isResult ? null : (path.at(-1) ?? null);
}

/** `default` is the namespace itself; a layer's factory is one whatever its name. */
function getMember(of: LibraryValue, name: string | null): Value {
  const { path, isResult } = of;
  if (name === 'default') return of;
  if (path.length === 0 && name === 'version') return object();
  if (name === null && memberText(of) !== 'layers') return unknown(l10n.t('a method whose name is not known'));
  return isResult ? unknown(`tf.${memberText(of)}.${name}`) : member([...path, name]);
}

/** Of the classes that TensorFlow.js exports, those that are told apart. */
function hasInstance(type: LibraryValue, value: Value): Value {
  const layer = isKind(value, 'object') ? value.layer : value;
  switch (className(type)) {
    case 'SymbolicTensor':
      return isKind(value, 'tensor');
    case 'Tensor':
      return isKind(value, 'unknown') ? unknown(l10n.t('a tensor, perhaps')) : isKind(value, 'data');
    case 'Sequential':
      return isKind(layer, 'layer') && layer.model?.kind === 'sequential';
    case 'LayersModel':
      return isKind(layer, 'layer') && layer.model !== null;
    case 'Layer':
      return isKind(layer, 'layer');
    default:
      return unknown(l10n.t('a class of TensorFlow.js'));
  }
}
