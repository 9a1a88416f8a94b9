import { nearestSpelling } from '../../core/vocabulary/attributes.ts';

/**
 * What other libraries call a thing. Each names the attributes that it may stand for; the first that the layer has wins.
 * PyTorch's and Keras's spellings, and slips seen in code on the web.
 */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  stride: ['strides'],
  kernel: ['kernelSize'],
  filtersize: ['kernelSize'],
  windowsize: ['poolSize', 'kernelSize'],
  pool: ['poolSize'],
  pad: ['padding'],
  paddingmode: ['padding'],
  dilation: ['dilationRate'],
  dilations: ['dilationRate'],
  bias: ['useBias'],
  channels: ['filters', 'units'],
  outchannels: ['filters', 'units'],
  outfeatures: ['units', 'filters'],
  numfilters: ['filters'],
  units: ['filters'],
  filters: ['units'],
  neurons: ['units'],
  multiplier: ['depthMultiplier'],
  depthwisemultiplier: ['depthMultiplier'],
  channelmultiplier: ['depthMultiplier'],
  p: ['rate'],
  dropout: ['rate'],
  eps: ['epsilon'],
  negativeslope: ['alpha'],
  shape: ['inputShape', 'targetShape'],
  inputshape: ['shape'],
  batchinputshape: ['batchShape'],
  mode: ['mergeMode', 'interpolation', 'padding'],
  scale: ['size'],
  scalefactor: ['size'],
  dim: ['axis'],
};

/**
 * The key that was probably meant, or null. A key in another case (`kernel_size`, `inputshape`) is found at once, then
 * what other libraries call it, then the nearest spelling within a third of its length.
 */
export function meantKey(key: string, candidates: readonly string[]): string | null {
  const plain = bare(key);
  const same = sameLetters(key, candidates);
  if (same) return same;
  const synonym = elsewhere[plain]?.find((candidate) => candidates.includes(candidate));
  if (synonym) return synonym;
  const nearest = nearestSpelling(plain, candidates.map(bare));
  return candidates.find((candidate) => bare(candidate) === nearest) ?? null;
}

/** The candidate that differs in case, `_` and `-` alone, or null. */
export function sameLetters(key: string, candidates: readonly string[]): string | null {
  const plain = bare(key);
  return candidates.find((candidate) => bare(candidate) === plain) ?? null;
}

function bare(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}
