import type { GraphAnalysis, LayerAnalysis, NodeAnalysis, ReceptiveField, Totals } from '../../core/graph/analysis.ts';
import { type Dimension, substitute } from '../../core/vocabulary/dimension.ts';
import type { OpenSize } from './inputs.ts';

/** The analysis with chosen sizes in the place of names: what is shown is what is run. Reach is left as it is. */
export function bindSizes(analysis: GraphAnalysis, open: readonly OpenSize[]): GraphAnalysis {
  if (open.length === 0) return analysis;
  const bindings = Object.fromEntries(open.map(({ name, size }) => [name, size]));
  return bindGraph(analysis, (dimension) => substitute(dimension, bindings));
}

type Bind = (dimension: Dimension) => Dimension;

function bindGraph(analysis: GraphAnalysis, bind: Bind): GraphAnalysis {
  return {
    graph: analysis.graph,
    nodes: analysis.nodes.map((node) => bindNode(node, bind)),
    layers: analysis.layers.map((layer) => bindLayer(layer, bind)),
    totals: bindTotals(analysis.totals, bind),
  };
}

function bindNode(node: NodeAnalysis, bind: Bind): NodeAnalysis {
  const { macs, biasAdds, otherOps } = node.cost;
  return {
    ...node,
    inputs: node.inputs.map((shape) => shape.map(bind)),
    outputs: node.outputs.map((shape) => shape.map(bind)),
    cost: { macs: bind(macs), biasAdds: bind(biasAdds), otherOps: bind(otherOps) },
    flops: bind(node.flops),
    receptiveField: bindField(node.receptiveField, bind),
    activationBytes: bind(node.activationBytes),
  };
}

function bindLayer(layer: LayerAnalysis, bind: Bind): LayerAnalysis {
  const { total, trainable, nonTrainable } = layer.params;
  return {
    ...layer,
    params: { total: bind(total), trainable: bind(trainable), nonTrainable: bind(nonTrainable) },
    model: layer.model ? bindGraph(layer.model, bind) : null,
  };
}

function bindField(field: ReceptiveField, bind: Bind): ReceptiveField {
  return { ...field, size: field.size.map(bind), stride: field.stride.map(bind), padding: field.padding.map(bind) };
}

function bindTotals(totals: Totals, bind: Bind): Totals {
  const { total, trainable, nonTrainable } = totals.params;
  return {
    params: { total: bind(total), trainable: bind(trainable), nonTrainable: bind(nonTrainable) },
    macs: bind(totals.macs),
    flops: bind(totals.flops),
    otherOps: bind(totals.otherOps),
    weightBytes: bind(totals.weightBytes),
    inferencePeakBytes: bind(totals.inferencePeakBytes),
    trainingBytes: bind(totals.trainingBytes),
    receptiveField: bindField(totals.receptiveField, bind),
    status: totals.status,
  };
}
