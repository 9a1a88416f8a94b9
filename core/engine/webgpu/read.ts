import type { Device } from './device.ts';
import { toRows } from './kernels/border.ts';
import { layoutOf, product } from './layout.ts';
import { USAGE } from './load.ts';

/** Copies a blocked buffer out as row-major floats. */
export async function readBuffer(
  { gpu, pipelines }: Device,
  buffer: GPUBuffer,
  shape: readonly number[],
): Promise<Float32Array> {
  const bytes = product(shape) * 4;
  if (bytes === 0) return new Float32Array(0);
  const { shader, sizes, workgroups } = toRows({ buffer: 0, layout: layoutOf(shape) }, 1);
  const { pipeline, layout } = await pipelines.get(shader);
  const rows = gpu.createBuffer({ size: bytes, usage: USAGE.STORAGE | USAGE.COPY_SRC });
  const mapped = gpu.createBuffer({ size: bytes, usage: USAGE.MAP_READ | USAGE.COPY_DST });
  const uniforms = gpu.createBuffer({ size: sizes.length * 4, usage: USAGE.UNIFORM | USAGE.COPY_DST });
  try {
    gpu.queue.writeBuffer(uniforms, 0, new Int32Array(sizes));
    const resources = [uniforms, buffer, rows].map((resource, binding) => ({
      binding,
      resource: { buffer: resource },
    }));
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, gpu.createBindGroup({ layout, entries: resources }));
    pass.dispatchWorkgroups(...workgroups);
    pass.end();
    encoder.copyBufferToBuffer(rows, 0, mapped, 0, bytes);
    gpu.queue.submit([encoder.finish()]);
    // GPUMapMode.READ
    await mapped.mapAsync(1);
    return new Float32Array(mapped.getMappedRange().slice(0));
  } finally {
    for (const temporary of [rows, mapped, uniforms]) temporary.destroy();
  }
}
