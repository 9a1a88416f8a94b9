import type { Engine } from '../backend.ts';
import { ADD, sequence, splat } from './emit/instructions.ts';
import { moduleOf } from './emit/module.ts';
import { createModules } from './modules.ts';
import { createSession } from './session.ts';

/** Which instructions the kernels are made of. */
export type Instructions = 'relaxed-simd' | 'simd';

export interface WasmOptions {
  /** By default the best that the host accepts. */
  readonly instructions?: Instructions;
}

export interface WasmEngine extends Engine {
  readonly name: 'wasm';
  readonly instructions: Instructions;
}

/** Why there is no engine, for people. */
export interface Unavailable {
  readonly unavailable: string;
}

/** The engine on the CPU: WebAssembly emitted for each program. */
export async function createWasmEngine(options: WasmOptions = {}): Promise<WasmEngine | Unavailable> {
  if (!accepts('simd')) return { unavailable: 'this host has no WebAssembly SIMD' };
  const instructions = options.instructions ?? (accepts('relaxed-simd') ? 'relaxed-simd' : 'simd');
  if (!accepts(instructions)) return { unavailable: `this host has no WebAssembly ${instructions}` };
  const modules = createModules();
  return {
    name: 'wasm',
    instructions,
    description: instructions === 'simd' ? 'WebAssembly, SIMD' : 'WebAssembly, relaxed SIMD',
    load: (program, weights, options = {}) =>
      createSession(program, weights, { ...options, relaxed: instructions === 'relaxed-simd', modules }),
    dispose: () => {},
  };
}

const DROP = [0x1a];
const RELAXED_MULTIPLY_ADD = [0xfd, 0x85, 0x02];

/** Asks the host with a module of one instruction. */
export function accepts(instructions: Instructions): boolean {
  const [a, b, c] = [splat(1), splat(2), splat(3)];
  const body = instructions === 'simd' ? sequence(a, b, ADD, DROP) : sequence(a, b, c, RELAXED_MULTIPLY_ADD, DROP);
  return WebAssembly.validate(moduleOf([{ parameters: 0, integers: 0, vectors: 0, body }], 1));
}
