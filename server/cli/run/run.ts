import type { Session, StepReport } from '../../../core/engine/backend.ts';
import { EngineError } from '../../../core/engine/backend.ts';
import { compileGraph, defaultBudget } from '../../../core/engine/compile.ts';
import { describeRefusal, describeStop } from '../../../core/engine/compile-messages.ts';
import type { Program } from '../../../core/engine/program.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { Failure } from '../../assist/failure.ts';
import { outermost } from '../../assist/outermost.ts';
import { loadModels, type ModelOptions } from '../load-models.ts';
import { progress, write } from '../terminal.ts';
import { type EngineChoice, openEngine } from './engines.ts';
import { inputTensor, readInput, sizesFor } from './inputs.ts';
import { printReport } from './report.ts';
import { loadWeights } from './weights.ts';
import type { WeightsChoice } from './weights-choice.ts';
import { chooseSteps, writeOutputs } from './write-outputs.ts';

export interface RunOptions extends ModelOptions {
  readonly input: readonly string[];
  readonly scale: 'unit' | 'signed' | 'bytes';
  readonly layer?: readonly string[];
  readonly engine: EngineChoice;
  readonly weights?: WeightsChoice;
  readonly seed: number;
  readonly out?: string;
}

/** Runs a model of a file, writes what was asked for and prints the time of every layer. */
export async function run(file: string, options: RunOptions): Promise<void> {
  const { models, file: read } = await loadModels(file, { ...options, inputShape: undefined });
  const { graph } = outermost(models, read.name);
  const given = graph.inputs.map((_, index) => readInput(options.input[index] ?? 'random'));
  if (options.input.length > graph.inputs.length && options.input.some((what) => what !== 'random')) {
    throw new Failure(`${graph.name} has ${graph.inputs.length} inputs, and --input was given ${options.input.length}`);
  }
  const { program, notes } = compile(graph, options, given);
  const chosen = options.layer || options.out ? chooseSteps(program, options.layer) : [];
  const inputs = program.inputs.map((step, index) =>
    inputTensor(given[index]!, program.steps[step]!.outputShapes[0]!, options),
  );
  const engine = await openEngine(options.engine);
  try {
    const { weights, note } = await loadWeights(program, graph, options, inputs);
    const keep = chosen.length > 0 ? 'all' : 'ends';
    const session = await engine.load(program, weights, { budget: defaultBudget, keep });
    const reports = await timed(session, program, inputs);
    const written = await writeOutputs(session, program, chosen, options.out ?? '.');
    const outputs = await Promise.all(program.outputs.map((output) => session.read(output)));
    const about = { name: graph.name, engine: engine.description, notes: [note, ...notes], written };
    write(printReport(program, reports, outputs, about));
    session.dispose();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new Failure(`${error.path.length > 0 ? `${error.path.join('/')}: ` : ''}${error.message}`);
  } finally {
    engine.dispose();
  }
}

function compile(
  graph: Graph,
  options: RunOptions,
  given: readonly ReturnType<typeof readInput>[],
): { program: Program; notes: readonly string[] } {
  const inputSizes = options.inputShape ?? sizesFor(graph, given);
  const compiled = compileGraph(graph, inputSizes ? { inputSizes } : {});
  if (!compiled.ok) {
    const hint = compiled.refusal.kind === 'input-size' ? ' --input-shape gives sizes.' : '';
    throw new Failure(`${graph.name}: ${describeRefusal(compiled.refusal)}${hint}`);
  }
  return { program: compiled.program, notes: compiled.stops.map(describeStop) };
}

async function timed(session: Session, program: Program, inputs: readonly Tensor[]): Promise<readonly StepReport[]> {
  const reports: StepReport[] = [];
  const shown = progress();
  await session.run(inputs, {
    onStep: (report) => {
      const { step } = report;
      reports[step] = report;
      shown.show(`${step + 1}/${program.steps.length} ${program.steps[step]!.path.join('/')}`);
    },
  });
  shown.done();
  return reports;
}
