import type { ValueRange } from '../value-range.ts';
import type { Device } from './device.ts';
import { toRows } from './kernels/border.ts';
import { layoutOf, product } from './layout.ts';
import { USAGE } from './load.ts';
import { allGroups, type Dispatch, folded, uniformOf } from './shader.ts';

/**
 * Copies a blocked buffer out as row-major floats, all or those of a range.
 * @param check throws when the buffer is gone, which it may be by the time that the shader is there.
 */
export async function readBuffer(
  device: Device,
  buffer: GPUBuffer,
  shape: readonly number[],
  range: ValueRange = { first: 0, step: 1, count: product(shape) },
  check: () => void,
): Promise<Float32Array> {
  if (range.count === 0) return new Float32Array(0);
  const reading = toRows({ buffer: 0, layout: layoutOf(shape) }, 1, range);
  return readResult(device, buffer, reading, range.count * 4, check);
}

/** Runs a dispatch over one buffer and copies its result out. */
export async function readResult(
  { gpu, pipelines }: Device,
  buffer: GPUBuffer,
  dispatch: Dispatch,
  bytes: number,
  check: () => void,
): Promise<Float32Array> {
  const groups = allGroups(dispatch);
  const sizes = new Int32Array(uniformOf(dispatch, groups));
  const { pipeline, layout } = await pipelines.get(dispatch.shader);
  check();
  const result = gpu.createBuffer({ size: bytes, usage: USAGE.STORAGE | USAGE.COPY_SRC });
  const mapped = gpu.createBuffer({ size: bytes, usage: USAGE.MAP_READ | USAGE.COPY_DST });
  const uniforms = gpu.createBuffer({ size: sizes.byteLength, usage: USAGE.UNIFORM | USAGE.COPY_DST });
  try {
    gpu.queue.writeBuffer(uniforms, 0, sizes);
    const resources = [uniforms, buffer, result].map((resource, binding) => ({
      binding,
      resource: { buffer: resource },
    }));
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, gpu.createBindGroup({ layout, entries: resources }));
    pass.dispatchWorkgroups(...folded(groups));
    pass.end();
    encoder.copyBufferToBuffer(result, 0, mapped, 0, bytes);
    gpu.queue.submit([encoder.finish()]);
    // GPUMapMode.READ
    await mapped.mapAsync(1);
    return new Float32Array(mapped.getMappedRange().slice(0));
  } finally {
    for (const temporary of [result, mapped, uniforms]) temporary.destroy();
  }
}
