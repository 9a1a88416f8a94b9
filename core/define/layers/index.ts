// Made of the tables in core/operators by `npm run docs`.
export * from './activation.ts';
export * from './convolution.ts';
export * from './dense.ts';
export * from './merge.ts';
export * from './normalisation.ts';
export * from './pooling.ts';
export * from './preprocessing.ts';
export * from './recurrent.ts';
export * from './regularisation.ts';
export * from './shape.ts';
