import { expect } from 'vitest';
import type { Engine, ProgramWeights, StepReport } from '../../../../core/engine/backend.ts';
import type { Program, Step } from '../../../../core/engine/program.ts';
import { derivedSeed, seededRandom } from '../../../../core/engine/random.ts';
import { createReferenceEngine } from '../../../../core/engine/reference/engine.ts';
import type { Tensor } from '../../../../core/engine/tensor.ts';
import { type OperatorName, operators } from '../../../../core/operators/index.ts';
import { readAttributes } from '../../../../core/vocabulary/attributes.ts';
import type { AttributeValue, Operator, Shape } from '../../../../core/vocabulary/operator.ts';
import { printTold } from '../../../../core/vocabulary/told.ts';

/** One layer on inputs of its own. */
export interface Case {
  readonly operator: OperatorName;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly inputs: readonly (readonly number[])[];
  /** What the engine under test is meant to leave to the reference engine: the reason, or the part, that it reports. */
  readonly byReference?: string | undefined;
}

export interface Batch {
  readonly program: Program;
  readonly weights: ProgramWeights;
  readonly inputs: readonly Tensor[];
  /** The step of each case, and the cases. */
  readonly steps: readonly number[];
  readonly cases: readonly Case[];
}

/**
 * Many layers in one program, so that a device and a session serve them all. Cases with an empty output are left out.
 */
export function batchOf(cases: readonly Case[], seed = 1): Batch {
  const steps: Step[] = [];
  const inputs: Tensor[] = [];
  const inputSteps: number[] = [];
  const caseSteps: number[] = [];
  const kept: Case[] = [];
  const weights: Record<string, Tensor>[] = [];
  for (const one of cases) {
    const step = stepOf(one);
    if (step.outputShapes.some((shape) => shape.some((size) => size < 1))) continue;
    const from = one.inputs.map((shape, at) => {
      const path = [`${describe(one)} input ${at}`];
      steps.push({
        ...step,
        operator: 'inputLayer',
        attributes: {},
        path,
        inputs: [],
        inputShapes: [],
        outputShapes: [shape],
        weights: [],
      });
      inputs.push(values(shape, derivedSeed(seed, `${inputs.length}`)));
      inputSteps.push(steps.length - 1);
      weights.push({});
      return { step: steps.length - 1, output: 0 };
    });
    steps.push({ ...step, inputs: from });
    caseSteps.push(steps.length - 1);
    kept.push(one);
    weights.push(weightsOf(step, derivedSeed(seed, `weights ${steps.length}`)));
  }
  const outputs = caseSteps.map((step) => ({ step, output: 0 }));
  return { program: { steps, inputs: inputSteps, outputs }, weights, inputs, steps: caseSteps, cases: kept };
}

export function describe({ operator, attributes, inputs }: Case): string {
  return `${operator} ${JSON.stringify(attributes)} on ${inputs.map((shape) => shape.join('×')).join(', ')}`;
}

/** Values of both signs around 0; variances are positive. */
export function values(shape: readonly number[], seed: number): Tensor {
  const random = seededRandom(seed);
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++) data[i] = random.normal();
  return { shape, data };
}

/**
 * Runs a batch on an engine, twice, and compares every case with the reference engine. Every case must have run on the
 * engine itself but for what it names as `byReference`: a case that falls back in silence would compare the reference
 * engine with itself.
 * @param bound the largest difference over the largest magnitude of the tensor.
 */
export async function expectParity(engine: Engine, batch: Batch, bound = 3e-6): Promise<void> {
  const expected = await runAll(createReferenceEngine(), batch, 1);
  const actual = await runAll(engine, batch, 2);
  const wrong = batch.steps.flatMap((step, at) => {
    const name = batch.program.steps[step].path.join('/');
    const error = relativeError(actual.outputs[at].data, expected.outputs[at].data);
    const byReference = leftToReference(actual.reports[step]);
    const meant = batch.cases[at].byReference ?? null;
    return [
      ...(error <= bound ? [] : [`${name}: error ${error}`]),
      ...(byReference === meant ? [] : [`${name}: by the reference engine ${byReference}, not ${meant}`]),
    ];
  });
  expect(wrong).toEqual([]);
}

/** The reason of a fallback, or the part that fell back; null where the engine did everything. */
function leftToReference({ engine, reason, referencePart }: StepReport): string | null {
  const why = engine === 'reference' ? reason : referencePart;
  return why ? printTold(why) : engine === 'reference' ? '' : null;
}

async function runAll(
  engine: Engine,
  batch: Batch,
  runs: number,
): Promise<{ readonly outputs: readonly Tensor[]; readonly reports: readonly StepReport[] }> {
  const session = await engine.load(batch.program, batch.weights);
  const reports: StepReport[] = [];
  for (let run = 1; run < runs; run++) await session.run(batch.inputs);
  await session.run(batch.inputs, {
    onStep: (report) => {
      reports[report.step] = report;
    },
  });
  const outputs: Tensor[] = [];
  for (const step of batch.steps) outputs.push(await session.read({ step, output: 0 }));
  session.dispose();
  return { outputs, reports };
}

/** Largest difference over the largest magnitude. Not a number in one and not in the other is infinitely wrong. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = Number.MIN_VALUE;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) || actual[i] === expected[i]) {
      if (Number.isFinite(expected[i])) largest = Math.max(largest, Math.abs(expected[i]));
      continue;
    }
    if (!Number.isFinite(actual[i]) || !Number.isFinite(expected[i])) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(expected[i]));
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
  }
  return difference / largest;
}

function stepOf(one: Case): Step {
  const operator: Operator = operators[one.operator];
  const { attributes, facts } = readAttributes(operator, one.attributes);
  if (facts.length > 0) throw new Error(`${describe(one)}: ${JSON.stringify(facts)}`);
  const inference = operator.infer(attributes, one.inputs, operators);
  return {
    operator: one.operator,
    attributes,
    path: [describe(one)],
    inputs: [],
    inputShapes: one.inputs,
    outputShapes: inference.outputs.map(known),
    weights: operator
      .weights(attributes, one.inputs, operators)
      .map(({ name, shape }) => ({ name, shape: known(shape) })),
    macs: 0,
  };
}

function known(shape: Shape): number[] {
  return shape.map((size) => {
    if (typeof size !== 'number') throw new Error(`a size is not known: ${JSON.stringify(shape)}`);
    return size;
  });
}

function weightsOf(step: Step, seed: number): Record<string, Tensor> {
  return Object.fromEntries(
    step.weights.map(({ name, shape }) => {
      const tensor = values(shape, derivedSeed(seed, name));
      // Sums of about unit size, as trained networks have them: softmax would turn a sum of 40 into an error of 40.
      const fanIn = shape.length > 1 ? shape.slice(0, -1).reduce((a, b) => a * b, 1) : 1;
      scale(tensor, 1 / Math.sqrt(fanIn));
      if (name === 'moving_variance')
        for (const [i, value] of tensor.data.entries()) tensor.data[i] = Math.abs(value) + 0.1;
      return [name, tensor];
    }),
  );
}

export function scale({ data }: Tensor, factor: number): void {
  for (let i = 0; i < data.length; i++) data[i] *= factor;
}
