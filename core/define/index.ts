/**
 * Models defined in TypeScript: what `import … from 'convlens'` gives. Layers have TF.js's names and arguments, and those
 * that TF.js has not; a model's `graph` can be analysed and printed here, and run on the engines.
 * @packageDocumentation
 */
export { analyseGraph } from '../graph/analyse.ts';
export type { GraphAnalysis, Totals } from '../graph/analysis.ts';
export type { Graph } from '../graph/node.ts';
export { formatBytes, formatCount, formatExact, printGraph } from '../graph/print.ts';
export type { Shape } from '../vocabulary/operator.ts';
export type { Applied, CommonConfig, Layer, Tensor } from './layer.ts';
export * from './layers/index.ts';
export { fullyConvolutional, input, type Model, model, type Sequential, sequential } from './model.ts';
export type { Activation, Axis, Data, PerAxis, PerSide, Sizes, Training } from './values.ts';
