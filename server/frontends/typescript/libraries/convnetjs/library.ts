import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { readNet } from '../../../convnetjs/read-net.ts';
import { iterate } from '../../flow/iteration.ts';
import { placeOf } from '../../values/machine.ts';
import { nameModel } from '../../values/model-names.ts';
import type { CallSite, ObjectValue, Value } from '../../values/values.ts';
import { isKind, native, object, unknown } from '../../values/values.ts';
import { fromGraph } from '../layers/from-graph.ts';
import { count } from '../layers/layers.ts';
import type { Library } from '../library.ts';
import { toDefinition } from './definition.ts';

/** ConvNetJS, as a package or as the globals that its scripts make. */
export const convnetjs: Library = {
  specifier: /(^|\/)convnet(js)?(-min|\.min)?(\.js)?$/,
  module: convnetModule,
  globals: new Map([
    ['convnetjs', convnetModule],
    ['deepqlearn', deepqlearnModule],
  ]),
  script: /(^|\/)convnet[\w.-]*\.js$/i,
  traces: { text: /convnet/, packages: /convnet/ },
};

/** What the library offers as far as it makes networks: `new convnetjs.Net()`. */
function convnetModule(): ObjectValue {
  return object([['Net', native('Net', newNet, { construct: newNet })]], {
    open: unknown(l10n.t("a part of ConvNetJS's")),
  });
}

/** `new deepqlearn.Brain(states, actions, {layer_defs})` makes a net of the definitions by itself. */
function deepqlearnModule(): ObjectValue {
  return object([['Brain', native('Brain', newBrain, { construct: newBrain })]], {
    open: unknown(l10n.t('a part of deepqlearn')),
  });
}

function newNet(): ObjectValue {
  const net = object([], { open: unknown(l10n.t('the state of a net')) });
  net.properties.set('makeLayers', {
    value: native('makeLayers', ([definitions], site) => makeLayers(definitions, site)),
    source: null,
  });
  return net;
}

function newBrain([, , options]: readonly Value[], site: CallSite): ObjectValue {
  const definitions = isKind(options, 'object') ? options.properties.get('layer_defs')?.value : undefined;
  if (definitions !== undefined) makeLayers(definitions, site);
  return object([['value_net', newNet()]], { open: unknown(l10n.t('the state of a brain')) });
}

/** `net.makeLayers(layer_defs)`: a model, which its net names. */
function makeLayers(list: Value, site: CallSite): undefined {
  const { node, scope } = site;
  const { run } = scope.frame;
  const items = isKind(list, 'array') ? list.elements : (iterate(list, scope) ?? []);
  const isOpen = !isKind(list, 'array') || list.open !== null;
  const definitions = items.map((item) => toDefinition(item, site));
  for (const _ of definitions) count(site);
  const graph = readNet({ definitions, complete: !isOpen, place: placeOf(node, scope) });
  const layer = fromGraph(graph, site);
  const state = layer.model && { ...layer.model, configName: null, facts: [...graph.facts] };
  const model = { ...layer, model: state };
  run.models.push(model);
  const receiver = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression : null;
  const named =
    receiver && ts.isPropertyAccessExpression(receiver.expression) ? receiver.expression.name : receiver?.expression;
  if (named && ts.isIdentifier(named)) nameModel(model, named.text, placeOf(named, scope));
  return undefined;
}
