import { existsSync } from 'node:fs';
import type { Engine } from '../../../core/engine/backend.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import { createWasmEngine } from '../../../core/engine/wasm/index.ts';
import { createWebGpuEngine, type Unavailable, type WebGpuEngine } from '../../../core/engine/webgpu/index.ts';
import { Failure } from '../../assist/failure.ts';

export type EngineChoice = 'auto' | 'reference' | 'wasm' | 'webgpu';

/** The engine that was asked for; `auto` is the fastest there is. @throws Failure when it can't be had */
export async function openEngine(choice: EngineChoice): Promise<Engine> {
  if (choice === 'reference') return createReferenceEngine();
  if (choice === 'webgpu' || (choice === 'auto' && mayHaveGpu())) {
    const gpu = await openGpu();
    if (!('unavailable' in gpu)) {
      if (choice === 'webgpu' || !gpu.software) return gpu;
      gpu.dispose();
    } else if (choice === 'webgpu') throw new Failure(`WebGPU can't be used here: ${gpu.unavailable}`);
  }
  const wasm = await createWasmEngine();
  if (!('unavailable' in wasm)) return wasm;
  if (choice === 'wasm') throw new Failure(`WebAssembly can't be used here: ${wasm.unavailable}`);
  return createReferenceEngine();
}

/** Looking for a GPU where Linux has no device for one only makes the driver complain on the terminal. */
function mayHaveGpu(): boolean {
  return process.platform !== 'linux' || ['/dev/dri', '/dev/nvidia0', '/dev/dxg'].some((device) => existsSync(device));
}

/** Dawn's bindings for Node are native and optional: ConvLens works without them. */
async function openGpu(): Promise<WebGpuEngine | Unavailable> {
  try {
    const dawn = await import('webgpu');
    Object.assign(globalThis, dawn.globals);
    return await createWebGpuEngine(dawn.create([]), { retry: false });
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message.split('\n')[0]! : String(error) };
  }
}
