import { inputShapes, outputShapes } from '../../core/graph/analyse.ts';
import type { GraphAnalysis, ParameterCount, ReceptiveField, Totals } from '../../core/graph/analysis.ts';
import type { Place } from '../../core/graph/node.ts';
import { add, type Dimension, printDimension } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { isListed } from './listed.ts';

/** Models as `--format json` writes them. Null is unknown, and the batch; a string is a size in symbols. */
export function modelsJson(models: readonly GraphAnalysis[], file: AnalysedFile) {
  return models.map((model) => modelJson(model, file));
}

function modelJson(model: GraphAnalysis, file: AnalysedFile) {
  const { graph, totals } = model;
  return {
    name: graph.name,
    kind: graph.kind,
    ...placeOrNull(graph.source, file),
    inputs: inputShapes(model).map(shapeJson),
    outputs: outputShapes(model).map(shapeJson),
    layers: layersJson(model, file),
    totals: totalsJson(totals),
    status: totals.status,
  };
}

export function totalsJson(totals: Totals): object {
  return {
    params: paramsJson(totals.params),
    macs: sizeJson(totals.macs),
    flops: sizeJson(totals.flops),
    otherOps: sizeJson(totals.otherOps),
    weightBytes: sizeJson(totals.weightBytes),
    inferencePeakBytes: sizeJson(totals.inferencePeakBytes),
    trainingBytes: sizeJson(totals.trainingBytes),
    receptiveField: fieldJson(totals.receptiveField),
  };
}

function layersJson(model: GraphAnalysis, file: AnalysedFile): readonly object[] {
  return model.graph.layers.flatMap((layer, index) => (isListed(layer) ? [layerJson(model, index, file)] : []));
}

/** A layer of a model with its figures. */
export function layerJson(model: GraphAnalysis, index: number, file: AnalysedFile) {
  const layer = model.graph.layers[index]!;
  const inner = model.layers[index]!.model;
  return {
    name: layer.name,
    label: layer.label,
    class: layer.className,
    operator: layer.operator,
    ...placeOrNull(layer.source, file),
    instance: layer.instance,
    ...layerFigures(model, index),
    ...(layer.why ? { why: layer.why } : {}),
    ...(inner ? { layers: layersJson(inner, file) } : {}),
  };
}

/** The figures of a layer, summed over its applications. */
export function layerFigures({ nodes, layers }: GraphAnalysis, index: number) {
  const analysis = layers[index]!;
  const uses = analysis.nodes.map((node) => nodes[node]!);
  const sumOf = (figures: readonly Dimension[]): Dimension => figures.reduce<Dimension>((sum, one) => add(sum, one), 0);
  const field = uses.at(-1)?.receptiveField;
  return {
    inputShapes: uses.flatMap(({ inputs }) => inputs.map(shapeJson)),
    outputShapes: uses.flatMap(({ outputs }) => outputs.map(shapeJson)),
    params: paramsJson(analysis.params),
    macs: sizeJson(sumOf(uses.map(({ cost }) => cost.macs))),
    flops: sizeJson(sumOf(uses.map(({ flops }) => flops))),
    otherOps: sizeJson(sumOf(uses.map(({ cost }) => cost.otherOps))),
    receptiveField: field ? fieldJson(field) : null,
    activationBytes: sizeJson(sumOf(uses.map(({ activationBytes }) => activationBytes))),
    status: uses.some(({ status }) => status !== 'exact') ? worst(uses) : analysis.status,
  };
}

function worst(uses: readonly { readonly status: string }[]): string {
  return uses.some(({ status }) => status === 'unknown') ? 'unknown' : 'lower-bound';
}

function placeOrNull(place: Place | null, file: AnalysedFile): object {
  return place === null ? { range: null } : placeJson(place, file);
}

/** A place for programs, which count from zero, and as people name it; the file where that isn't the one that was asked for. */
export function placeJson(place: Place, { analysis, positions }: AnalysedFile) {
  return {
    ...(place.file === analysis.uri ? {} : { file: positions.nameOf(place.file) }),
    at: positions.lineAt(place),
    range: positions.of(place),
  };
}

function paramsJson({ total, trainable, nonTrainable }: ParameterCount) {
  return { total: sizeJson(total), trainable: sizeJson(trainable), nonTrainable: sizeJson(nonTrainable) };
}

function fieldJson({ size, stride, padding, status, aligned }: ReceptiveField) {
  return { size: size.map(sizeJson), stride: stride.map(sizeJson), padding: padding.map(sizeJson), status, aligned };
}

export function shapeJson(shape: Shape): readonly (number | string | null)[] {
  return shape.map(sizeJson);
}

export function sizeJson(size: Dimension): number | string | null {
  return size === null || typeof size === 'number' ? size : printDimension(size);
}
