import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { Graph } from '../../../../../core/graph/node.ts';
import { looksLikeGraphModel } from '../../../../may-hold-model.ts';
import type { Frontend } from '../../../frontend.ts';
import { readKerasJson } from '../../../keras-json/index.ts';
import { relativeUri } from '../../../relative-uri.ts';
import type { WrongLoader } from '../../../uses.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, Value } from '../../values/values.ts';
import { unknown } from '../../values/values.ts';
import { noteUse } from '../data/note-use.ts';
import { argumentPlace } from '../data/tensors.ts';
import { fromGraph } from '../layers/from-graph.ts';

/** `tf.loadLayersModel('./model.json')`: the model itself, when the file is among those that can be read. */
export function loadModel(path: Value, site: CallSite): Value {
  return readModelAt(
    path,
    site,
    readKerasJson,
    (graph) => fromGraph(graph, site),
    noteLoader('loadLayersModel', looksLikeGraphModel),
  );
}

/** What a program loads by a path that it writes down, made of the file's first model. */
export function readModelAt(
  path: Value,
  site: CallSite,
  read: Frontend,
  make: (graph: Graph) => Value,
  onOther: (uri: string, text: string, site: CallSite) => void,
): Value {
  const { run, module } = site.scope.frame;
  if (typeof path !== 'string' || !module || /^(https?|indexeddb|localstorage):/.test(path)) {
    return { ...unknown(l10n.t('a model that is loaded at run time')), isModel: true };
  }
  const uri = relativeUri(path.replace(/^file:\/\//, ''), module.uri);
  const text = run.host.read(uri);
  if (text === 'pending') run.missing.add(uri);
  if (text === null || text === 'pending') return { ...unknown(l10n.t("'{0}' is not read", path)), isModel: true };
  onOther(uri, text, site);
  const { models, missing } = read(uri, text, run.host, { runtime: 'tensorflow.js' });
  for (const file of missing) run.missing.add(file);
  const [graph] = models;
  return graph ? make(graph) : unknown(l10n.t("'{0}' holds no such model", path));
}

/** Notes a file that holds a model of another format than the loader reads. */
export function noteLoader(called: WrongLoader['called'], isOther: (text: string) => boolean) {
  return (file: string, text: string, site: CallSite): void => {
    if (!isOther(text)) return;
    const callee = ts.isCallExpression(site.node) ? site.node.expression : null;
    const loader = callee && ts.isPropertyAccessExpression(callee) ? placeOf(callee.name, site.scope) : null;
    noteUse({ kind: 'wrong-loader', place: argumentPlace(0, site), loader, called, file }, site);
  };
}
