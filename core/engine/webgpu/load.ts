import { EngineError, type ProgramWeights, type WeightsByStep } from '../backend.ts';
import type { Program } from '../program.ts';
import type { Weights } from '../reference/kernel.ts';
import type { Tensor } from '../tensor.ts';
import { type Device, guarded, messageOf } from './device.ts';
import { toBlocks } from './kernels/border.ts';
import type { Pipeline } from './pipelines.ts';
import type { Plan } from './plan.ts';
import {
  type Dispatch,
  folded,
  type Grid,
  type GroupRange,
  launchesOf,
  type PackedWeights,
  uniformOf,
} from './shader.ts';

// GPUBufferUsage's values; the names only exist where WebGPU's globals do.
export const USAGE = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 } as const;

/** Uniform offsets must be multiples of this on every device. */
const UNIFORM_ALIGNMENT = 256;

/** A launch ready to be encoded. */
export interface Launch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: Grid;
  readonly macs: number;
}

/** What a session holds on the device. */
export interface Loaded {
  /** By the plan's numbers. */
  readonly buffers: readonly GPUBuffer[];
  /** Row-major floats of each program input. */
  readonly staging: readonly GPUBuffer[];
  /** Per step. */
  readonly launches: readonly (readonly Launch[])[];
  readonly weights: readonly GPUBuffer[];
  /** Per step: the weights that it is the first to need. */
  readonly uploads: readonly (readonly Upload[])[];
  readonly uniforms: GPUBuffer;
}

/** Weights that are packed and handed to the device when a run first reaches their step. */
export interface Upload {
  readonly buffer: GPUBuffer;
  pack(weights: Weights): Float32Array<ArrayBuffer>;
}

export async function loadPlan(
  device: Device,
  program: Program,
  plan: Plan,
  weights: ProgramWeights | WeightsByStep,
): Promise<Loaded> {
  const dispatches = plan.steps.map(({ work, outputs }, step) => {
    if (work.kind === 'launches') return work.dispatches;
    if (work.kind !== 'input') return [];
    const buffer = outputs[0];
    const staging = plan.buffers.length + program.inputs.indexOf(step);
    return [toBlocks(staging, { buffer, layout: plan.buffers[buffer].layout })];
  });
  const pipelines = await compileAll(device, program, dispatches);
  const made: GPUBuffer[] = [];
  try {
    return await guarded(device, [], () => allocate(device, program, plan, weights, dispatches, pipelines, made));
  } catch (error) {
    for (const buffer of made) buffer.destroy();
    throw error;
  }
}

export function unload(loaded: Loaded): void {
  for (const buffer of [...loaded.buffers, ...loaded.staging, ...loaded.weights, loaded.uniforms]) buffer.destroy();
}

async function compileAll(
  device: Device,
  program: Program,
  dispatches: readonly (readonly Dispatch[])[],
): Promise<readonly (readonly Pipeline[])[]> {
  const compileStep = async (launches: readonly Dispatch[], step: number) => {
    try {
      return await Promise.all(launches.map(({ shader }) => device.pipelines.get(shader)));
    } catch (error) {
      device.check();
      const { path } = program.steps[step];
      throw new EngineError(`${path.join('/')}: the GPU does not compile the shader: ${messageOf(error)}`, path);
    }
  };
  return Promise.all(dispatches.map(compileStep));
}

function allocate(
  device: Device,
  program: Program,
  plan: Plan,
  weights: ProgramWeights | WeightsByStep,
  dispatches: readonly (readonly Dispatch[])[],
  pipelines: readonly (readonly Pipeline[])[],
  made: GPUBuffer[],
): Loaded {
  const create = (size: number, usage: number): GPUBuffer => {
    const buffer = device.gpu.createBuffer({ size, usage });
    made.push(buffer);
    return buffer;
  };
  const storage = USAGE.STORAGE | USAGE.COPY_SRC | USAGE.COPY_DST;
  const buffers = plan.buffers.map(({ bytes }) => create(Math.max(bytes, 16), storage));
  const staging = program.inputs.map((step) => {
    const { batch, pixels, channels } = plan.buffers[plan.steps[step].outputs[0]].layout;
    return create(Math.max(batch * pixels * channels * 4, 16), storage);
  });
  const ranges = dispatches.map((launches) => launches.map(launchesOf));
  const data = uniformData(dispatches.flatMap((all, step) => all.map((one, at) => [one, ranges[step][at]] as const)));
  const uniforms = create(data.byteLength, USAGE.UNIFORM | USAGE.COPY_DST);
  device.gpu.queue.writeBuffer(uniforms, 0, data);
  const shared = weightCache(create, identities(program, weights));
  let at = 0;
  const launches = dispatches.map((stepDispatches, step) =>
    stepDispatches.flatMap((dispatch, index) => {
      const inputs = dispatch.inputs.map((binding) =>
        binding.kind === 'buffer' ? [...buffers, ...staging][binding.buffer] : shared.get(binding, step),
      );
      const { pipeline, layout } = pipelines[step][index];
      return ranges[step][index].map((range, _, { length }): Launch => {
        const size = uniformOf(dispatch, range).length * 4;
        const uniform = { buffer: uniforms, offset: at++ * UNIFORM_ALIGNMENT, size };
        const entries = [uniform, ...inputs.map((buffer) => ({ buffer })), { buffer: buffers[dispatch.output] }];
        const bindGroup = device.gpu.createBindGroup({
          layout,
          entries: entries.map((resource, binding) => ({ binding, resource })),
        });
        return { pipeline, bindGroup, workgroups: folded(range), macs: dispatch.macs / length };
      });
    }),
  );
  const uploads = program.steps.map((_, step) => shared.uploads.get(step) ?? []);
  return { buffers, staging, launches, weights: shared.made, uploads, uniforms };
}

function uniformData(dispatches: readonly (readonly [Dispatch, readonly GroupRange[]])[]): Int32Array<ArrayBuffer> {
  const launches = dispatches.flatMap(([dispatch, ranges]) => ranges.map((range) => uniformOf(dispatch, range)));
  const data = new Int32Array(Math.max(launches.length, 1) * (UNIFORM_ALIGNMENT / 4));
  for (const [at, sizes] of launches.entries()) data.set(sizes, at * (UNIFORM_ALIGNMENT / 4));
  return data;
}

/** A text per step that is the same where the weights are: of the tensors, or of the layer that they will be made for. */
function identities({ steps }: Program, weights: ProgramWeights | WeightsByStep): (step: number) => string {
  if ('of' in weights) return (step) => steps[step].path.join('\n');
  const numbers = new Map<Tensor, number>();
  const numberOf = (tensor: Tensor): number => {
    const number = numbers.get(tensor) ?? numbers.size;
    numbers.set(tensor, number);
    return number;
  };
  return (step) =>
    Object.entries(weights[step] ?? {})
      .map(([name, tensor]) => `${name} ${numberOf(tensor)}`)
      .join('|');
}

/** Weights by all that they are packed from, and by the packing: a layer that is applied twice uploads them once. */
function weightCache(create: (size: number, usage: number) => GPUBuffer, identity: (step: number) => string) {
  const made: GPUBuffer[] = [];
  const uploads = new Map<number, Upload[]>();
  const byKey = new Map<string, GPUBuffer>();
  return {
    made,
    uploads,
    get({ key: packing, floats, pack }: PackedWeights, step: number): GPUBuffer {
      const key = [packing, floats, identity(step)].join('|');
      const found = byKey.get(key);
      if (found) return found;
      const buffer = create(Math.max(floats * 4, 16), USAGE.STORAGE | USAGE.COPY_SRC | USAGE.COPY_DST);
      uploads.set(step, [...(uploads.get(step) ?? []), { buffer, pack }]);
      byKey.set(key, buffer);
      made.push(buffer);
      return buffer;
    },
  };
}
