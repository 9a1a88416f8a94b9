import type { Launch } from './load.ts';

/** Milliseconds of work to put into one submission: short enough for the window to draw between two. */
const TARGET = 8;
const FIRST_MACS = 50e6;
/** Launches that count as this many multiply-adds however small they are. */
const LAUNCH_MACS = 100e3;

/** Submits launches in portions of about 8 ms, never more than two at a time. */
export interface Pace {
  /** @param check called between two portions; throws where the run must not go on. */
  submit(device: GPUDevice, launches: readonly Launch[], check: () => void): Promise<void>;
  /** Submits what is waiting and resolves when the device has done it. */
  finish(): Promise<void>;
  /** Forgets what was not submitted: a run ended early. */
  abandon(): void;
}

export function createPace(queue: GPUQueue): Pace {
  let encoder: GPUCommandEncoder | null = null;
  let pass: GPUComputePassEncoder | null = null;
  let collected = 0;
  let portion = FIRST_MACS;
  let previous: Promise<void> | null = null;

  const flush = async (): Promise<void> => {
    if (!encoder || !pass) return;
    pass.end();
    queue.submit([encoder.finish()]);
    encoder = null;
    pass = null;
    const work = collected;
    collected = 0;
    const started = performance.now();
    const done = queue.onSubmittedWorkDone().then(() => {
      const factor = TARGET / Math.max(performance.now() - started, 0.1);
      if (work >= portion) portion *= Math.min(Math.max(factor, 0.5), 2);
    });
    const before = previous;
    previous = done;
    await before;
  };

  return {
    async submit(device, launches, check) {
      for (const { pipeline, bindGroup, workgroups, macs } of launches) {
        encoder ??= device.createCommandEncoder();
        pass ??= encoder.beginComputePass();
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...workgroups);
        collected += macs + LAUNCH_MACS;
        if (collected < portion) continue;
        await flush();
        check();
      }
    },
    async finish() {
      await flush();
      await previous;
      previous = null;
    },
    abandon() {
      encoder = null;
      pass = null;
      collected = 0;
    },
  };
}
