/**
 * What a person who opens a network waits for on the CPU engine: from its graph to the summary of the first layer and to
 * those of all layers, with random weights, and what of it is the run alone.
 */
import { compileGraph } from '../../core/engine/compile.ts';
import { channelsFirstSteps, layoutOf } from '../../core/engine/map-layout.ts';
import type { Program } from '../../core/engine/program.ts';
import { randomLayer, weightsByStep } from '../../core/engine/random-weights.ts';
import { createWasmEngine } from '../../core/engine/wasm/index.ts';
import type { Graph } from '../../core/graph/node.ts';
import { values } from '../core/engine/webgpu/cases.ts';
import { mobileNetV1, resNet50, vgg16 } from '../core/graph/networks.ts';

const NETWORKS: readonly (readonly [name: string, graph: () => Graph])[] = [
  ['MobileNetV1', mobileNetV1],
  ['ResNet-50', () => resNet50('3x3')],
  ['VGG-16', vgg16],
];

const ROUNDS = 3;

/** `-- waiting --thread` counts this thread's own time, which other work on the machine does not lengthen. */
const countsThread = process.argv.includes('--thread');

function now(): number {
  if (!countsThread) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of the parts of one opening. */
interface Waiting {
  /** Graph to program, plan, code and compiled module. */
  readonly loading: number;
  readonly weights: number;
  readonly summaries: number;
  readonly first: number;
  readonly all: number;
  /** A run with everything in place and nothing looked at. */
  readonly run: number;
}

export async function benchWaiting(write: (line: string) => void): Promise<void> {
  write('waiting for a network on the CPU engine, random weights, best of three openings in one process, ms');
  if (countsThread) write('  of this thread alone; the steps’ weights are as the clock has them');
  const names = ['loading', 'weights', 'summaries', 'run alone', 'first', 'all', 'all / run'];
  write('network'.padEnd(14) + names.map((name) => name.padStart(11)).join(''));
  for (const [name, graph] of NETWORKS) {
    const rounds: Waiting[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await open(graph()));
    const { loading, weights, summaries, run, first, all } = rounds.reduce((a, b) => (b.all < a.all ? b : a));
    const cells = [loading, weights, summaries, run, first, all].map((time) => time.toFixed(0));
    write(name.padEnd(14) + [...cells, (all / run).toFixed(2)].map((cell) => cell.padStart(11)).join(''));
  }
}

/** Opens a network as the panel's worker does, in an engine of its own, which knows no module yet. */
async function open(graph: Graph): Promise<Waiting> {
  const started = now();
  const engine = await createWasmEngine();
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  const compiled = compileGraph(graph);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  const { program } = compiled;
  const inputs = inputsOf(program);
  const layouts = layoutsOf(program);
  const session = await engine.load(program, weightsByStep(program, randomLayer(1)));
  const loading = now() - started;
  let [weights, summaries, first] = [0, 0, 0];
  await session.run(inputs, {
    onStep: async ({ step, weightsMilliseconds = 0 }) => {
      const before = now();
      await session.summary({ step, output: 0 }, layouts[step]!);
      summaries += now() - before;
      weights += weightsMilliseconds;
      // The picture that is first waited for is that of the first layer, not of the input.
      if (step === program.inputs.length) first = now() - started;
    },
  });
  const all = now() - started;
  const again = now();
  await session.run(inputs);
  const run = now() - again;
  session.dispose();
  engine.dispose();
  return { loading, weights, summaries, first, all, run };
}

function inputsOf({ inputs, steps }: Program) {
  return inputs.map((step) => values(steps[step]!.outputShapes[0]!, 1));
}

function layoutsOf({ steps }: Program) {
  const channelsFirst = channelsFirstSteps(steps);
  return steps.map(({ outputShapes }, step) => layoutOf(outputShapes[0] ?? [], channelsFirst[step] ?? false));
}
