import { EngineError } from '../backend.ts';
import { createPipelines, type Pipelines } from './pipelines.ts';

/** A device with what every session on it shares. */
export interface Device {
  readonly gpu: GPUDevice;
  /** Held as long as the device: Dawn in Node ends its devices when the object that gave them is collected. */
  readonly source: GPU;
  readonly pipelines: Pipelines;
  readonly description: string;
  /** True for an adapter that computes on the CPU. */
  readonly software: boolean;
  readonly vendor: string;
  readonly bindingBytes: number;
  /** Throws when the device is gone or reported a fault that belongs to no call. */
  check(): void;
  /** Waits until the device has done what it was given, and forgets the faults of it: they are not the next run's. */
  recover(): Promise<void>;
}

/** An adapter may be missing in the first moments of a window; it is asked for at these milliseconds. */
const ATTEMPTS = [0, 100, 300, 1000];

/** @returns the reason when there is no device to be had. */
export async function openDevice(gpu: GPU, retry: boolean): Promise<Device | { readonly unavailable: string }> {
  const adapter = await findAdapter(gpu, retry);
  if (!adapter) return { unavailable: 'no GPU adapter' };
  // The two limits that a model's largest tensor needs; models come after the device, so the adapter's own are asked for.
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  try {
    const device = await adapter.requestDevice({
      label: 'ConvLens',
      requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
    });
    return watch(device, adapter, gpu);
  } catch (error) {
    return { unavailable: `the GPU adapter gives no device: ${messageOf(error)}` };
  }
}

async function findAdapter(gpu: GPU, retry: boolean): Promise<GPUAdapter | null> {
  let waited = 0;
  for (const at of retry ? ATTEMPTS : [0]) {
    if (at > waited) await new Promise<void>((resolve) => setTimeout(resolve, at - waited));
    waited = at;
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter) return adapter;
  }
  return null;
}

function watch(gpu: GPUDevice, { info, limits }: GPUAdapter, source: GPU): Device {
  let lost: string | null = null;
  let fault: string | null = null;
  gpu.lost.then(({ reason, message }) => {
    lost = `The GPU device was lost (${reason || 'unknown'})${message ? `: ${message}` : ''}`;
  });
  gpu.addEventListener('uncapturederror', (event) => {
    fault ??= `The GPU reported: ${event.error.message}`;
  });
  return {
    gpu,
    source,
    pipelines: createPipelines(gpu),
    description: [info.vendor, info.architecture, info.description].filter(Boolean).join(' ') || 'WebGPU',
    software: info.isFallbackAdapter,
    vendor: info.vendor,
    bindingBytes: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize),
    check() {
      const problem = lost ?? fault;
      if (problem) throw new EngineError(problem, []);
    },
    async recover() {
      if (lost === null) await gpu.queue.onSubmittedWorkDone();
      fault = null;
    },
  };
}

/**
 * Runs `create` and throws what the device objects to. Scopes are used around creation only: around launches they
 * would cost a round trip each.
 */
export async function guarded<T>(device: Device, path: readonly string[], create: () => T): Promise<T> {
  device.gpu.pushErrorScope('out-of-memory');
  device.gpu.pushErrorScope('validation');
  const made = create();
  const errors = await Promise.all([device.gpu.popErrorScope(), device.gpu.popErrorScope()]);
  device.check();
  const error = errors.find((found) => found !== null);
  if (error) throw new EngineError(`The GPU refused: ${error.message}`, path);
  return made;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
