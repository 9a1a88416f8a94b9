import * as l10n from '@vscode/l10n';
import type { Engine } from '../../core/engine/backend.ts';
import { createReferenceEngine } from '../../core/engine/reference/engine.ts';
import { createWasmEngine } from '../../core/engine/wasm/index.ts';
import { createWebGpuEngine, type Unavailable, type WebGpuEngine } from '../../core/engine/webgpu/index.ts';
import type { EngineChoice, EngineInfo } from './protocol.ts';

export interface Chosen {
  readonly engine: Engine;
  readonly info: EngineInfo;
}

/** The engines of this worker. The GPU's is made when it is first wanted, and again after its device was lost. */
export class Engines {
  private readonly reference = createReferenceEngine();
  private wasm: ReturnType<typeof createWasmEngine> | null = null;
  private gpu: Promise<WebGpuEngine | Unavailable> | null = null;

  async choose(choice: EngineChoice): Promise<Chosen> {
    if (choice === 'reference') return this.onReference(null);
    if (choice === 'wasm') return this.fallBack(null);
    if (choice === 'auto' && (await onlySoftware())) return this.fallBack(softwareNote);
    const gpu = await this.openGpu();
    if ('unavailable' in gpu) return this.fallBack(l10n.t('WebGPU can’t be used here: {0}', gpu.unavailable));
    if (gpu.software && choice === 'auto') return this.fallBack(softwareNote);
    const note = gpu.software ? l10n.t('This adapter computes on the CPU') : null;
    return { engine: gpu, info: { name: 'webgpu', description: gpu.description, note } };
  }

  /** Forgets the device, so that the next run asks for a new one. */
  async forgetGpu(): Promise<void> {
    const gpu = await this.gpu;
    this.gpu = null;
    if (gpu && 'dispose' in gpu) gpu.dispose();
  }

  private openGpu(): Promise<WebGpuEngine | Unavailable> {
    this.gpu ??= navigator.gpu
      ? createWebGpuEngine(navigator.gpu)
      : Promise.resolve({ unavailable: l10n.t('this editor has no WebGPU') });
    return this.gpu;
  }

  /** WebAssembly, or plain JavaScript where the page may not compile it. */
  private async fallBack(note: string | null): Promise<Chosen> {
    this.wasm ??= createWasmEngine();
    const engine = await this.wasm;
    if ('unavailable' in engine)
      return this.onReference(l10n.t('WebAssembly can’t be used here: {0}', engine.unavailable));
    return { engine, info: { name: 'wasm', description: engine.description, note } };
  }

  private onReference(note: string | null): Chosen {
    const { reference } = this;
    return { engine: reference, info: { name: 'reference', description: reference.description, note } };
  }
}

const softwareNote = l10n.t('The only GPU adapter computes on the CPU, where WebAssembly is faster');

/** Asked before a device is made, because on such an adapter that alone takes a second. */
async function onlySoftware(): Promise<boolean> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  return adapter?.info.isFallbackAdapter === true;
}
