import { kmeans } from 'ml-kmeans';
import type { Patches } from './patches.ts';
import { addScaled, inner, whiten } from './whitening.ts';

/** A kernel and the bias that goes with it. */
export interface LearnedFilter {
  readonly taps: Float64Array;
  readonly bias: number;
}

/** Lloyd's iterations. Ten is where Coates et al. 2011 stop. */
const iterations = 10;
/** Numbers in the patches that say how strongly a filter answers: all of short ones, some of long ones. */
const mostAsked = 2e5;
/** Variance below which a patch counts as flat, for patches of variance around one. */
const flat = 1e-2;

/**
 * Centroids of whitened patches as filters: Coates, Ng, Lee, An Analysis of Single-Layer Networks in Unsupervised Feature
 * Learning, AISTATS 2011. A patch x is freed of its mean and contrast, whitened (z = W·x) and clustered; the similarity
 * c·z to a centroid is the response of the kernel Wᵀc. Kernels are scaled, and biases set, so that responses to the patches
 * themselves have mean 0 and variance 1.
 *
 * @returns as many filters as were asked for, or as there are patches where these are fewer; none for flat input
 */
export function learnFilters(patches: Patches, count: number, seed: number): readonly LearnedFilter[] {
  const whitened = patches.length < 2 ? null : whiten(centred(patches.map(withoutContrast)));
  if (whitened === null) return [];
  const { rows, axes } = whitened;
  const { centroids } = kmeans(
    rows.map((row) => [...row]),
    Math.min(count, rows.length),
    { seed, initialization: 'random', maxIterations: iterations },
  );
  const asked = patches.slice(0, Math.max(200, Math.floor(mostAsked / patches[0].length)));
  return centroids.map((centroid) => {
    const taps = new Float64Array(patches[0].length);
    for (const [j, axis] of axes.entries()) addScaled(taps, centroid[j], axis);
    // What a patch is freed of, its mean, the kernel need not see.
    return standardised(taps.length > 1 ? minus(taps, meanOf(taps)) : taps, asked);
  });
}

/** Scaled and shifted to mean 0 and variance 1 over the patches. */
function standardised(taps: Float64Array, patches: Patches): LearnedFilter {
  const responses = Float64Array.from(patches, (patch) => inner(patch, taps));
  const mean = meanOf(responses);
  const deviation = Math.sqrt(meanOf(minus(responses, mean).map((x) => x * x)));
  const scale = deviation > 1e-9 ? 1 / deviation : 1;
  return { taps: taps.map((tap) => tap * scale), bias: -mean * scale };
}

function withoutContrast(patch: Float64Array): Float64Array {
  if (patch.length === 1) return patch;
  const centre = minus(patch, meanOf(patch));
  const deviation = Math.sqrt(meanOf(centre.map((x) => x * x)) + flat);
  return centre.map((x) => x / deviation);
}

function centred(patches: Patches): Patches {
  const means = new Float64Array(patches[0].length);
  for (const patch of patches) addScaled(means, 1 / patches.length, patch);
  return patches.map((patch) => patch.map((x, i) => x - means[i]));
}

function minus(values: Float64Array, offset: number): Float64Array {
  return values.map((value) => value - offset);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
