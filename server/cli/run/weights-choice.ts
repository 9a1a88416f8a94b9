/** Where weights can come from. Apart from the code that makes them, which is large and loaded for a run only. */
export const weightsChoices = ['model', 'random', 'designed', 'kmeans'] as const;

export type WeightsChoice = (typeof weightsChoices)[number];
