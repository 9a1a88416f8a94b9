import type { Kernel } from './kernel.ts';

/** Hands the value on as it is: input, dropout and noise at inference. */
export const identity: Kernel = (_step, [input]) => [input];
