import * as l10n from '@vscode/l10n';
import { analyseGraph } from '../../../../../core/graph/analyse.ts';
import type { Graph, Place, TensorRef } from '../../../../../core/graph/node.ts';
import { isKnown } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import { looksLikeGraphModel, looksLikeLayersModel } from '../../../../may-hold-model.ts';
import { readGraphModel } from '../../../graph-model/index.ts';
import type { DataPair, Port, UsedModel } from '../../../uses.ts';
import { mayRunAnytime } from '../../flow/mutations.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, Value } from '../../values/values.ts';
import { array, isKind, native, object, unknown } from '../../values/values.ts';
import { givenArgument } from '../data/given.ts';
import { dataTensor } from '../data/tensors.ts';
import { noteModelCall } from '../layers/model-calls.ts';
import { noteLoader, readModelAt } from './load-model.ts';

/** `tf.loadGraphModel('./model.json')`: what goes in and comes out, when the file is among those that can be read. */
export function loadGraphModel(path: Value, site: CallSite): Value {
  return readModelAt(
    path,
    site,
    readGraphModel,
    (graph) => graphModel(graph, placeOf(site.node, site.scope)),
    noteLoader('loadGraphModel', (text) => looksLikeLayersModel(text) && !looksLikeGraphModel(text)),
  );
}

/** A frozen graph: it has no layers, and its outputs have shapes only once it runs. */
function graphModel(graph: Graph, place: Place): Value {
  const named = (refs: readonly TensorRef[]) =>
    refs.map((ref) => graph.layers[graph.nodes[ref.node]?.layer ?? -1]).flatMap((layer) => (layer ? [layer] : []));
  const [inputs, outputs] = [named(graph.inputs), named(graph.outputs)];
  const ports = inputs.map(({ label, inputShape }) => ({
    name: label,
    shape: inputShape ?? null,
    activation: null,
    needs: null,
  }));
  const run = (name: string) =>
    native(name, (args, at) => {
      const [input, wanted] = args;
      mayRunAnytime(input, at);
      const pair: DataPair = { part: 'training', inputs: givenArgument(args, 0, at), targets: null };
      noteModelCall(name.startsWith('predict') ? 'predict' : 'execute', usedGraph(graph, place, ports), [pair], at);
      return results(graph, input, wanted, at);
    });
  return object(
    [
      ['inputs', array(inputs.map(({ label, inputShape }) => tensorInfo(label, inputShape ?? null)))],
      ['outputs', array(outputs.map(({ label }) => tensorInfo(label, null)))],
      ['inputNodes', array(inputs.map(({ label }) => label))],
      ['outputNodes', array(outputs.map(({ label }) => label))],
      ...['predict', 'predictAsync', 'execute', 'executeAsync'].map((name) => [name, run(name)] as const),
      ['dispose', native('dispose', () => undefined)],
    ],
    { open: unknown(l10n.t('a property of a graph model')) },
  );
}

function usedGraph({ name }: Graph, place: Place, inputs: readonly Port[]): UsedModel {
  const unknowns = { outputs: null, isCompiled: null, isDisposed: null, compiledAt: null, losses: [] };
  return { name, place, runtime: 'graph', inputs, ...unknowns };
}

/** As the runtime describes a tensor: open sizes are -1, and only inputs say a shape. */
function tensorInfo(name: string, shape: Shape | null): Value {
  const sizes = shape && array(shape.map((size) => (isKnown(size) ? size : -1)));
  return object([['name', name], ...(sizes ? [['shape', sizes] as const] : [])]);
}

/** What the model makes of a tensor: one tensor, or a list of them, with the shapes that the graph gives them. */
function results(graph: Graph, input: Value, wanted: Value, site: CallSite): Value {
  const shape = isKind(input, 'data') ? input.shape : null;
  const { work } = site.scope.frame.run;
  const { nodes } = analyseGraph(graph, { work, ...(shape && graph.inputs.length === 1 ? { inputs: [shape] } : {}) });
  const refs = wanted === undefined ? graph.outputs : namedRefs(graph, wanted);
  if (!refs) return unknown(l10n.t('an output whose name is not known'));
  const tensors = refs.map(({ node, output }) => {
    const made = nodes[node]?.outputs[output];
    const isKnownShape = made !== undefined && graph.layers[graph.nodes[node]!.layer]!.operator !== 'unknown';
    return dataTensor(isKnownShape ? made : null, site);
  });
  return tensors.length === 1 ? tensors[0] : array(tensors);
}

function namedRefs({ nodes, layers }: Graph, wanted: Value): readonly TensorRef[] | null {
  const names = isKind(wanted, 'array') && !wanted.open ? wanted.elements : [wanted];
  const refs = names.map((name) => {
    const node = nodes.findIndex(({ layer }) => layers[layer]!.label === name);
    return node < 0 ? null : { node, output: 0 };
  });
  const found = refs.filter((ref) => ref !== null);
  return found.length === refs.length ? found : null;
}
