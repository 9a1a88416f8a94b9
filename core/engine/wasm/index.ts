/**
 * The engine on the CPU: every program gets WebAssembly functions of its own, with sizes and strides as constants,
 * emitted by a small assembler (`emit/`) at load. Tensors stay in the module's memory between steps, NHWC. What has no
 * kernel here runs in the reference engine on the same memory and is reported so.
 */
export { createWasmEngine, type Instructions, type Unavailable, type WasmEngine, type WasmOptions } from './engine.ts';
