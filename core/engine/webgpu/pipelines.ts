import type { Shader } from './shader.ts';

/** A compiled shader and the layout of its bind group. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Compiles shaders, each text once, as many at a time as are asked for. */
export interface Pipelines {
  get(shader: Shader): Promise<Pipeline>;
  /** How many texts were compiled. */
  readonly size: number;
}

export function createPipelines(device: GPUDevice): Pipelines {
  const compiled = new Map<string, Promise<Pipeline>>();
  const layouts = new Map<number, GPUBindGroupLayout>();
  const layoutFor = (inputs: number) => {
    const layout = layouts.get(inputs) ?? bindGroupLayout(device, inputs);
    layouts.set(inputs, layout);
    return layout;
  };
  return {
    get size() {
      return compiled.size;
    },
    get(shader) {
      const found = compiled.get(shader.code);
      if (found) return found;
      const pipeline = compile(device, shader, layoutFor(shader.inputs));
      compiled.set(shader.code, pipeline);
      // What failed is tried again when it is next asked for: the failure may have been one of memory.
      pipeline.catch(() => compiled.delete(shader.code));
      return pipeline;
    },
  };
}

/** Uniform sizes, then the inputs, then the output. An explicit layout, so that kernels of one arity share it. */
function bindGroupLayout(device: GPUDevice, inputs: number): GPUBindGroupLayout {
  const entry = (binding: number, type: GPUBufferBindingType): GPUBindGroupLayoutEntry => ({
    binding,
    // GPUShaderStage.COMPUTE, whose name only exists where WebGPU's globals do.
    visibility: 4,
    buffer: { type },
  });
  const reads = Array.from({ length: inputs }, (_, at) => entry(at + 1, 'read-only-storage'));
  return device.createBindGroupLayout({ entries: [entry(0, 'uniform'), ...reads, entry(inputs + 1, 'storage')] });
}

async function compile(device: GPUDevice, shader: Shader, layout: GPUBindGroupLayout): Promise<Pipeline> {
  // The module's own message says where the text is wrong; the pipeline's only that the module is invalid.
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label: shader.label, code: shader.code });
  const fault = device.popErrorScope();
  const pipeline = device.createComputePipelineAsync({
    label: shader.label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main' },
  });
  const [error, compiled] = await Promise.allSettled([fault, pipeline]);
  if (error.status === 'fulfilled' && error.value) throw new Error(error.value.message);
  if (compiled.status === 'rejected') throw compiled.reason;
  return { pipeline: compiled.value, layout };
}
