/**
 * What both fast engines need before they differ: layers as plain convolutions and as scales and shifts, the kernels
 * that models store as such convolutions read them, and the order in which tiles of channels are packed. An engine adds
 * memory, code and launches; nothing here knows where a value lies.
 */
export { scaleAndShift } from './batch-normalization.ts';
export { convolutionPass, depthwisePass, type Pass, pointwisePass, type Spread, transposedPasses } from './pass.ts';
export { channelsLastOnly, type Refusal } from './refusal.ts';
export { type PackedTile, packTile, packTiles, type StoredKernel, type Tiling } from './stored-kernel.ts';
