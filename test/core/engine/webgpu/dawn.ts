import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { createWebGpuEngine, type WebGpuEngine, type WebGpuOptions } from '../../../../core/engine/webgpu/index.ts';

/** Where Debian's Chromium keeps SwiftShader, the software device that every machine of this project has. */
const CHROMIUM_ICD = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** RTLD_NODELETE of glibc and musl, which Node does not name: a library stays loaded after a failed `dlopen`. */
const RTLD_NODELETE = 0x1000;

/**
 * Dawn's `GPU` in Node, on the Vulkan driver that `VK_ICD_FILENAMES` names or on Chromium's SwiftShader.
 * @throws when there is none: a test that needs a device fails without one.
 */
export async function openDawn(): Promise<GPU> {
  const icd = process.env.VK_ICD_FILENAMES ?? CHROMIUM_ICD;
  if (process.platform === 'linux') {
    if (!existsSync(icd)) {
      throw new Error(
        `No Vulkan driver at ${icd}. Install chromium (it brings SwiftShader) or set VK_ICD_FILENAMES to a driver's manifest.`,
      );
    }
    process.env.VK_ICD_FILENAMES = icd;
    loadVulkan(join(dirname(icd), 'libvulkan.so.1'));
  }
  const { create } = await import('webgpu');
  dawn ??= create([]);
  return dawn;
}

/** Held for good: what `create` returns ends its devices when it is collected, in the middle of their work. */
let dawn: GPU | null = null;

/** An engine on Dawn. Throws where there is none. */
export async function openEngine(options: WebGpuOptions = {}): Promise<WebGpuEngine> {
  const engine = await createWebGpuEngine(await openDawn(), {
    retry: false,
    selfTest: false,
    poison: true,
    ...options,
  });
  if ('unavailable' in engine) throw new Error(`No WebGPU engine: ${engine.unavailable}`);
  return engine;
}

/**
 * Chromium ships Vulkan's loader beside the driver, outside the library path. Loading it as a Node addon fails, since it
 * is none, but leaves it in the process, where Dawn then finds it by its name.
 */
function loadVulkan(path: string): void {
  if (!existsSync(path)) return;
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch (error) {
    if (!String(error).includes('did not self-register')) throw error;
  }
}
