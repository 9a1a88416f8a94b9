/**
 * The engine on a GPU through WebGPU. It is handed a `GPU` and knows neither page nor Node, so that the panel's worker
 * and Dawn in a test run the same code. What a step does is planned without a device (`plan.ts`); kernels are WGSL text
 * made by `kernels/`.
 */
export { createWebGpuEngine, type Unavailable, type WebGpuEngine, type WebGpuOptions } from './engine.ts';
export { type Plan, type PlanOptions, planProgram, printPlan, type StepPlan } from './plan.ts';
