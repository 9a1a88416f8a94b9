import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebGpuEngine, type WebGpuEngine } from '../../../../core/engine/webgpu/index.ts';
import { batchOf, expectParity } from './cases.ts';
import { openDawn } from './dawn.ts';

const batch = batchOf(
  [4, 5].map((filters) => ({ operator: 'conv2d', attributes: { filters, kernelSize: 3 }, inputs: [[1, 8, 8, 3]] })),
);

/** An engine, and the device that it runs on, to break things with. */
async function openBreakable(): Promise<{ readonly engine: WebGpuEngine; readonly device: GPUDevice }> {
  const gpu = await openDawn();
  const opened: GPUDevice[] = [];
  const watched: GPU = {
    ...gpu,
    requestAdapter: async (options) => {
      const adapter = await gpu.requestAdapter(options);
      if (!adapter) return null;
      const request = adapter.requestDevice.bind(adapter);
      adapter.requestDevice = async (descriptor) => {
        const device = await request(descriptor);
        opened.push(device);
        return device;
      };
      return adapter;
    },
  };
  const engine = await createWebGpuEngine(watched, { retry: false, selfTest: false });
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  return { engine, device: opened[0] };
}

/** A command that no device accepts, with an error that belongs to no scope. */
function submitNonsense(device: GPUDevice): void {
  const encoder = device.createCommandEncoder();
  encoder.beginComputePass();
  device.queue.submit([encoder.finish()]);
}

describe('after a failure the engine serves the next network', { timeout: 300_000 }, () => {
  let engine: WebGpuEngine;
  let device: GPUDevice;

  beforeAll(async () => {
    ({ engine, device } = await openBreakable());
  });

  afterAll(() => engine?.dispose());

  it('when the device refuses a command in the middle of a run', async () => {
    const session = await engine.load(batch.program, batch.weights);
    const run = session.run(batch.inputs, { onStep: () => submitNonsense(device) });
    await expect(run).rejects.toThrow('The GPU reported');
    session.dispose();
    await expectParity(engine, batch);
  });

  it('when the device reports something between two networks', async () => {
    submitNonsense(device);
    await device.queue.onSubmittedWorkDone();
    await expectParity(engine, batch);
  });

  it('when the session is disposed while it reads', async () => {
    const session = await engine.load(batch.program, batch.weights);
    await session.run(batch.inputs);
    const reading = session.read({ step: batch.steps[0], output: 0 });
    session.dispose();
    await expect(reading).rejects.toThrow('disposed');
    await expectParity(engine, batch);
  });

  it('when the session is disposed while it runs', async () => {
    const session = await engine.load(batch.program, batch.weights);
    const run = session.run(batch.inputs);
    session.dispose();
    await expect(run).rejects.toThrow('disposed');
    await expectParity(engine, batch);
  });

  it('when a buffer cannot be made', async () => {
    const create = device.createBuffer.bind(device);
    let left = 3;
    device.createBuffer = (descriptor) => create(left-- > 0 ? descriptor : { ...descriptor, size: 2 ** 50 });
    await expect(engine.load(batch.program, batch.weights)).rejects.toThrow();
    device.createBuffer = create;
    await expectParity(engine, batch);
  });

  it('when a shader does not compile', async () => {
    const create = device.createShaderModule.bind(device);
    const fresh = batchOf([{ operator: 'softmax', attributes: { axis: -1 }, inputs: [[1, 5]] }]);
    device.createShaderModule = (descriptor) => create({ ...descriptor, code: 'fn main(' });
    await expect(engine.load(fresh.program, fresh.weights)).rejects.toThrow(/softmax .* does not compile/);
    device.createShaderModule = create;
    await expectParity(engine, fresh);
  });
});
