import { printTold, type Told, told } from '../../vocabulary/told.ts';
import { EngineError } from '../backend.ts';
import type { Budget } from '../budget.ts';
import type { Program, StepOutput } from '../program.ts';
import type { ConvolutionPreference } from './kernels/convolution.ts';
import { type DeviceTensor, type Layout, layoutOf } from './layout.ts';
import { PLANNERS } from './operators/index.ts';
import type { Dispatch } from './shader.ts';
import type { StepContext } from './step-context.ts';

export interface PlanOptions {
  readonly convolution: ConvolutionPreference;
  /** `maxStorageBufferBindingSize` of the device. */
  readonly bindingBytes: number;
  readonly budget?: Budget;
}

/** Everything that a run does, worked out without a device. */
export interface Plan {
  readonly buffers: readonly PlannedBuffer[];
  readonly steps: readonly StepPlan[];
}

export interface PlannedBuffer {
  readonly layout: Layout;
  readonly bytes: number;
}

export interface StepPlan {
  /** Buffers of the step's outputs. */
  readonly outputs: readonly number[];
  readonly work: Work;
}

export type Work =
  | { readonly kind: 'input' }
  /** The output is an input's buffer. */
  | { readonly kind: 'same' }
  | { readonly kind: 'launches'; readonly dispatches: readonly Dispatch[] }
  /** Read back, computed by the reference engine, uploaded. */
  | { readonly kind: 'reference'; readonly reason: Told };

/**
 * Chooses kernels, buffers and launch sizes for a program.
 * @throws EngineError that names the layer whose tensor exceeds what the device can bind.
 */
export function planProgram(program: Program, options: PlanOptions): Plan {
  const buffers: PlannedBuffer[] = [];
  let bytes = 0;
  const steps: StepPlan[] = [];
  const allocate = (shape: readonly number[], path: readonly string[]): DeviceTensor => {
    const layout = layoutOf(shape);
    const size = layout.vectors * 16;
    checkActivation(size, path, options);
    buffers.push({ layout, bytes: size });
    bytes += size;
    return { buffer: buffers.length - 1, shape, layout };
  };
  const sideOf = ({ step, output }: StepOutput): DeviceTensor => {
    const shape = program.steps[step].outputShapes[output];
    return { buffer: steps[step].outputs[output], shape, layout: layoutOf(shape) };
  };
  program.steps.forEach((step, index) => {
    if (program.inputs.includes(index)) {
      steps.push({
        outputs: step.outputShapes.map((shape) => allocate(shape, step.path).buffer),
        work: { kind: 'input' },
      });
      return;
    }
    const outputs: DeviceTensor[] = [];
    const context: StepContext = {
      step,
      inputs: step.inputs.map(sideOf),
      preference: options.convolution,
      bindingBytes: options.bindingBytes,
      output: () => {
        outputs[0] ??= allocate(step.outputShapes[0], step.path);
        return outputs[0];
      },
      scratch: (shape) => allocate(shape, step.path),
    };
    const planned = planStep(context, outputs, allocate, options);
    steps.push(planned);
    if (planned.work.kind === 'launches') bytes += packedBytes(planned.work.dispatches);
    options.budget?.check(index, bytes);
  });
  return { buffers, steps };
}

function planStep(
  context: StepContext,
  outputs: DeviceTensor[],
  allocate: (shape: readonly number[], path: readonly string[]) => DeviceTensor,
  options: PlanOptions,
): StepPlan {
  const { step, inputs } = context;
  const planner = step.outputShapes.length === 1 ? PLANNERS[step.operator] : null;
  const planned = planner ? planner(context) : { reason: told('no shader for {0}', step.operator) };
  if (planned === 'same') return { outputs: [inputs[0].buffer], work: { kind: 'same' } };
  const work: Work = 'reason' in planned ? { kind: 'reference', ...planned } : bound(planned, options);
  const made = step.outputShapes.map((shape, at) => outputs[at] ?? allocate(shape, step.path));
  return { outputs: made.map(({ buffer }) => buffer), work };
}

function packedBytes(dispatches: readonly Dispatch[]): number {
  const packings = dispatches.flatMap(({ inputs }) => inputs.filter((input) => input.kind === 'weights'));
  return packings.reduce((sum, { floats }) => sum + floats * 4, 0);
}

/** Launches, or the reference engine where the device cannot bind a step's weights. */
function bound(dispatches: readonly Dispatch[], { bindingBytes }: PlanOptions): Work {
  const floats = dispatches.flatMap(({ inputs }) =>
    inputs.map((input) => (input.kind === 'weights' ? input.floats : 0)),
  );
  const bytes = Math.max(...floats) * 4;
  if (bytes <= bindingBytes) return { kind: 'launches', dispatches };
  return {
    kind: 'reference',
    reason: told('weights of {0}, and the GPU binds {1}', mebibytes(bytes), mebibytes(bindingBytes)),
  };
}

function checkActivation(bytes: number, path: readonly string[], { bindingBytes }: PlanOptions): void {
  if (bytes <= bindingBytes) return;
  throw new EngineError(
    `${path.join('/')}: the activation takes ${mebibytes(bytes)} and the GPU binds at most ${mebibytes(bindingBytes)}. Choose a smaller input or the CPU engine.`,
    path,
  );
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** The plan as text, for people and for tests: a line per step, and per launch its shader and workgroups. */
export function printPlan(program: Program, plan: Plan): string {
  return plan.steps
    .map(({ outputs, work }, index) => {
      const { operator, path } = program.steps[index];
      const head = `${index} ${path.join('/')} (${operator}) → ${outputs.map((buffer) => `#${buffer}`).join(' ')}`;
      if (work.kind === 'launches')
        return [head, ...work.dispatches.map((launch) => `    ${printDispatch(launch)}`)].join('\n');
      return `${head}: ${work.kind === 'reference' ? `reference, ${printTold(work.reason)}` : work.kind}`;
    })
    .join('\n');
}

function printDispatch({ shader, workgroups, macs }: Dispatch): string {
  return `${shader.label} × ${workgroups.join('·')}${macs ? `, ${macs} multiply-adds` : ''}`;
}
