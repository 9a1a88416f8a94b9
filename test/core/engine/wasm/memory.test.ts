import { expect, it, vi } from 'vitest';
import type { Tensor } from '../../../../core/engine/tensor.ts';
import { createWasmEngine, type WasmEngine } from '../../../../core/engine/wasm/index.ts';
import { randomWeights } from '../../../../core/engine/weights.ts';
import { leNet5 } from '../../graph/networks.ts';
import { programOf } from '../single-layer.ts';

const program = programOf(leNet5());
const weights = randomWeights(program, 1);
const image: Tensor = { shape: [1, 28, 28, 1], data: new Float32Array(784).fill(0.5) };

/** Bytes of the process but for buffers, which the collector takes back when it likes. */
function resident(): number {
  const { rss, external } = process.memoryUsage();
  return rss - external;
}

async function loadAndRun(engine: WasmEngine, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const session = await engine.load(program, weights);
    await session.run([image]);
    session.dispose();
  }
}

it('loads, runs and disposes of LeNet-5 a thousand times without growing', { timeout: 300_000 }, async () => {
  const engine = await createWasmEngine();
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  await loadAndRun(engine, 50);
  const compile = vi.spyOn(WebAssembly, 'compile');
  const before = resident();
  await loadAndRun(engine, 950);
  expect(resident() - before).toBeLessThan(64 * 2 ** 20);
  expect(compile).not.toHaveBeenCalled();
});
