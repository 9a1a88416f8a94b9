import type { Engine } from '../backend.ts';
import { createBudget } from '../budget.ts';
import { type Device, openDevice } from './device.ts';
import type { ConvolutionPreference } from './kernels/convolution.ts';
import { planProgram } from './plan.ts';
import { selfTest } from './self-test.ts';
import { createSession } from './session.ts';

export interface WebGpuOptions {
  /** Which convolution kernel to prefer; by default the one that suits the adapter's vendor. */
  readonly convolution?: ConvolutionPreference;
  /** A lower bound on one tensor's bytes than the device's own. */
  readonly bindingBytes?: number;
  /** Fills every activation with NaN before each run, to see elements that no kernel writes. Slow. */
  readonly poison?: boolean;
  /** Asks again for an adapter during the first second; on unless false. */
  readonly retry?: boolean;
  /** Compares three convolutions with the reference engine first; on unless false. */
  readonly selfTest?: boolean;
}

export interface WebGpuEngine extends Engine {
  readonly name: 'webgpu';
  /** True where the adapter computes on the CPU: the CPU engines are much faster then. */
  readonly software: boolean;
}

/** Why there is no engine, for people. */
export interface Unavailable {
  readonly unavailable: string;
}

/** Vendors whose GPUs do better with registers than with workgroup memory. */
const REGISTER_VENDORS = ['apple', 'amd'];

/**
 * An engine on a GPU.
 * @param gpu `navigator.gpu`, or what Dawn's `create` returns in Node.
 */
export async function createWebGpuEngine(gpu: GPU, options: WebGpuOptions = {}): Promise<WebGpuEngine | Unavailable> {
  const device = await openDevice(gpu, options.retry ?? true);
  if ('unavailable' in device) return device;
  const engine = engineOn(device, options);
  if (options.selfTest === false) return engine;
  try {
    const fault = await selfTest(engine.load);
    if (fault === null) return engine;
    engine.dispose();
    return { unavailable: `${device.description} computes wrongly: ${fault}` };
  } catch (error) {
    engine.dispose();
    return { unavailable: `${device.description} failed its self-test: ${error}` };
  }
}

function engineOn(device: Device, options: WebGpuOptions): WebGpuEngine {
  const convolution = options.convolution ?? (REGISTER_VENDORS.includes(device.vendor) ? 'register' : 'tiled');
  const bindingBytes = Math.min(options.bindingBytes ?? device.bindingBytes, device.bindingBytes);
  return {
    name: 'webgpu',
    description: device.description,
    software: device.software,
    async load(program, weights, { budget, after } = {}) {
      await device.recover();
      device.check();
      const plan = planProgram(program, { convolution, bindingBytes, budget: createBudget(program, weights, budget) });
      return createSession(device, program, plan, weights, { poison: options.poison ?? false, after });
    },
    dispose() {
      device.gpu.destroy();
    },
  };
}
