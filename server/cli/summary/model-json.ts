import { inputShapes, outputShapes } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis, ParameterCount, ReceptiveField } from '../../../core/graph/analysis.ts';
import { countGraph } from '../../../core/graph/counting.ts';
import { type CountingName, countingViews } from '../../../core/graph/counting-views.ts';
import type { Place } from '../../../core/graph/node.ts';
import { add, type Dimension, printDimension } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { displayUri } from '../files/paths.ts';
import type { Positions } from '../positions.ts';
import { isListed } from './listed.ts';
import { rowsOf } from './table.ts';

/** Models as `--format json` writes them. Null is unknown, and the batch; a string is a size in symbols. */
export function modelsJson(
  models: readonly GraphAnalysis[],
  uri: string,
  positions: Positions,
  counting: CountingName = 'convlens',
): readonly object[] {
  return models.map((model) => ({
    ...modelJson(model, uri, positions),
    ...(counting === 'convlens' ? {} : { counted: countedJson(model, counting) }),
  }));
}

/** The same model as another tool counts it, layer by layer in the order of `layers`. */
function countedJson(model: GraphAnalysis, counting: CountingName): object {
  const view = countingViews[counting];
  const { parameters, operations, status } = countGraph(model, view);
  const layers = rowsOf(model, counting).filter(({ depth }) => depth === 0);
  return {
    as: counting,
    unit: view.unit,
    params: sizeJson(parameters),
    operations: sizeJson(operations),
    layers: layers.map(({ counted }) => sizeJson(counted)),
    status,
  };
}

function modelJson(model: GraphAnalysis, uri: string, positions: Positions): object {
  const { graph, totals } = model;
  return {
    name: graph.name,
    kind: graph.kind,
    ...placeJson(graph.source, uri, positions),
    inputs: inputShapes(model).map(shapeJson),
    outputs: outputShapes(model).map(shapeJson),
    layers: layersJson(model, uri, positions),
    totals: {
      params: paramsJson(totals.params),
      macs: sizeJson(totals.macs),
      flops: sizeJson(totals.flops),
      otherOps: sizeJson(totals.otherOps),
      weightBytes: sizeJson(totals.weightBytes),
      inferencePeakBytes: sizeJson(totals.inferencePeakBytes),
      trainingBytes: sizeJson(totals.trainingBytes),
      receptiveField: fieldJson(totals.receptiveField),
    },
    status: totals.status,
  };
}

function layersJson(model: GraphAnalysis, uri: string, positions: Positions): readonly object[] {
  const { graph, nodes, layers } = model;
  return graph.layers.flatMap((layer, index) => {
    if (!isListed(layer)) return [];
    const analysis = layers[index]!;
    const uses = analysis.nodes.map((node) => nodes[node]!);
    const sumOf = (figures: readonly Dimension[]): Dimension =>
      figures.reduce<Dimension>((sum, one) => add(sum, one), 0);
    const field = uses.at(-1)?.receptiveField;
    return [
      {
        name: layer.name,
        label: layer.label,
        class: layer.className,
        operator: layer.operator,
        ...placeJson(layer.source, uri, positions),
        instance: layer.instance,
        inputShapes: uses.flatMap(({ inputs }) => inputs.map(shapeJson)),
        outputShapes: uses.flatMap(({ outputs }) => outputs.map(shapeJson)),
        params: paramsJson(analysis.params),
        macs: sizeJson(sumOf(uses.map(({ cost }) => cost.macs))),
        flops: sizeJson(sumOf(uses.map(({ flops }) => flops))),
        otherOps: sizeJson(sumOf(uses.map(({ cost }) => cost.otherOps))),
        receptiveField: field ? fieldJson(field) : null,
        activationBytes: sizeJson(sumOf(uses.map(({ activationBytes }) => activationBytes))),
        status: uses.some(({ status }) => status !== 'exact') ? worst(uses) : analysis.status,
        ...(layer.why ? { why: layer.why } : {}),
        ...(analysis.model ? { layers: layersJson(analysis.model, uri, positions) } : {}),
      },
    ];
  });
}

function worst(uses: readonly { readonly status: string }[]): string {
  return uses.some(({ status }) => status === 'unknown') ? 'unknown' : 'lower-bound';
}

function placeJson(place: Place | null, uri: string, positions: Positions): object {
  if (place === null) return { range: null };
  return { range: positions.of(place), ...(place.file === uri ? {} : { file: displayUri(place.file) }) };
}

function paramsJson({ total, trainable, nonTrainable }: ParameterCount): object {
  return { total: sizeJson(total), trainable: sizeJson(trainable), nonTrainable: sizeJson(nonTrainable) };
}

function fieldJson({ size, stride, padding, status, aligned }: ReceptiveField): object {
  return { size: size.map(sizeJson), stride: stride.map(sizeJson), padding: padding.map(sizeJson), status, aligned };
}

function shapeJson(shape: Shape): readonly (number | string | null)[] {
  return shape.map(sizeJson);
}

function sizeJson(size: Dimension): number | string | null {
  return size === null || typeof size === 'number' ? size : printDimension(size);
}
