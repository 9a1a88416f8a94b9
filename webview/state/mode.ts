/** What the stage shows of the selected layer; each has a row in `modes/index.ts` and in `run/runs.ts`. */
export const modeNames = ['maps', 'window', 'kernels', 'matrix', 'whatIf'] as const;
export type Mode = (typeof modeNames)[number];
