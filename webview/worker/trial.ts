import { type Engine, weightsOf } from '../../core/engine/backend.ts';
import { finished } from '../../core/engine/breath.ts';
import { compileGraph } from '../../core/engine/compile.ts';
import { layoutOf } from '../../core/engine/map-layout.ts';
import type { Program, Step } from '../../core/engine/program.ts';
import type { Weights } from '../../core/engine/reference/kernel.ts';
import { planeOf } from '../../core/engine/summary.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import { programWeights } from '../../core/engine/weights.ts';
import type { Graph } from '../../core/graph/node.ts';
import { type Trial, tryGraph } from '../../core/graph/trial.ts';
import type { Inspected } from './inspector.ts';
import type { TrialMap } from './protocol.ts';

/** What a layer with other arguments makes of the inputs that it has in the run, and how long that takes. */
export interface TriedLayer {
  readonly milliseconds: number;
  readonly step: Step;
  readonly output: Tensor;
}

/** Of these the first warms up what is measured. */
const rounds = 3;

/**
 * Runs one layer by itself, changed. Its weights are those of the run where they have the same shapes, else drawn by the
 * seed. Null where the layer can't be built so.
 */
export async function tryLayer(
  run: Inspected,
  engine: Engine,
  { graph, step: index, seed, trial }: { graph: Graph; step: number; seed: number; trial: Trial },
): Promise<TriedLayer | null> {
  const step = run.program.steps[index];
  const tried = tryGraph(graph, trial);
  if (!step || !tried || tried.facts.length > 0) return null;
  const inputSizes = run.program.inputs.map((input) => run.program.steps[input]?.outputShapes[0]?.slice(1) ?? []);
  const compiled = compileGraph(tried.analysis.graph, { inputSizes });
  if (!compiled.ok) return null;
  const at = compiled.program.steps.findIndex(({ path }) => path.join('/') === step.path.join('/'));
  const changed = compiled.program.steps[at];
  if (!changed) return null;
  const inputs = await Promise.all(step.inputs.map((input) => run.read(input)));
  const weights = sameShapes(step, changed) ? await run.weights(index) : await drawn(compiled.program, at, seed);
  return measured(engine, changed, inputs, weights);
}

function sameShapes(a: Step, b: Step): boolean {
  return JSON.stringify(a.weights) === JSON.stringify(b.weights);
}

async function drawn(program: Program, step: number, seed: number): Promise<Weights> {
  const result = await programWeights(program, { kind: 'random', seed });
  return result.ok ? finished(weightsOf(result.weights, step)) : {};
}

async function measured(engine: Engine, step: Step, inputs: readonly Tensor[], weights: Weights): Promise<TriedLayer> {
  const program = alone(step);
  const last = program.steps.length - 1;
  const session = await engine.load(
    program,
    program.steps.map((_, i) => (i === last ? weights : {})),
  );
  try {
    let milliseconds = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      await session.run(inputs, {
        onStep: (report) => {
          if (report.step === last && round > 0) milliseconds = Math.min(milliseconds, report.milliseconds);
        },
      });
    }
    return { milliseconds, step, output: await session.read({ step: last, output: 0 }) };
  } finally {
    session.dispose();
  }
}

/** One map of the trial's output; null where it has none. */
export function trialMap({ step, output }: TriedLayer, map: number): TrialMap | null {
  const isFirst = step.attributes.dataFormat === 'channelsFirst';
  const layout = layoutOf(step.outputShapes[0] ?? [], isFirst);
  if (layout.kind !== 'maps' || map >= layout.maps) return null;
  return { height: layout.height, width: layout.width, plane: planeOf(output.data, layout, map) };
}

/** A program of one layer, whose inputs are given. */
function alone(step: Step): Program {
  const given = step.inputShapes.map(
    (shape, i): Step => ({
      operator: 'inputLayer',
      attributes: {},
      path: [`input ${i}`],
      inputs: [],
      inputShapes: [shape],
      outputShapes: [shape],
      weights: [],
      macs: 0,
    }),
  );
  const own = { ...step, inputs: given.map((_, i) => ({ step: i, output: 0 })) };
  return { steps: [...given, own], inputs: given.map((_, i) => i), outputs: [{ step: given.length, output: 0 }] };
}
