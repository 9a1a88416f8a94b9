import type { ProgramWeights, Session } from '../backend.ts';
import type { Program, Step } from '../program.ts';
import { computeStep } from '../reference/compute-step.ts';
import type { Tensor } from '../tensor.ts';

/** Error over the largest value that float32 sums of this length explain. */
const TOLERANCE = 1e-5;

/**
 * Three convolutions of odd shape — tiled, strided, in groups — against the reference engine, because there are
 * drivers that compile everything and compute some of it wrong.
 * @returns what is wrong, or null.
 */
export async function selfTest(
  load: (program: Program, weights: ProgramWeights) => Promise<Session>,
): Promise<string | null> {
  const steps = [
    layer([1, 9, 7, 17], 33, 3, {}),
    layer([1, 11, 10, 3], 10, 5, { strides: [2, 2] }),
    layer([1, 6, 5, 8], 16, 3, { groups: 2, activation: 'relu' }),
  ];
  for (const step of steps) {
    const input = ramp(step.inputShapes[0], 1);
    const weights = Object.fromEntries(step.weights.map(({ name, shape }, at) => [name, ramp(shape, at + 2)]));
    const expected = computeStep(step, [input], weights)[0];
    const session = await load(programOf(step), [{}, weights]);
    try {
      await session.run([input]);
      const { data } = await session.read({ step: 1, output: 0 });
      const error = relativeError(data, expected.data);
      if (!(error <= TOLERANCE)) return `a ${step.path[0]} is wrong by ${error}`;
    } finally {
      session.dispose();
    }
  }
  return null;
}

/** Largest difference over the largest magnitude; NaN where either is. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
  }
  return difference / largest;
}

function layer(input: number[], filters: number, kernel: number, attributes: Step['attributes']): Step {
  const groups = typeof attributes.groups === 'number' ? attributes.groups : 1;
  const stride = attributes.strides ? 2 : 1;
  const output = [1, ...input.slice(1, 3).map((size) => Math.ceil(size / stride)), filters];
  return {
    operator: 'conv2d',
    attributes: { kernelSize: [kernel, kernel], padding: 'same', ...attributes },
    path: [`${kernel}×${kernel} convolution of ${input.join('×')}`],
    inputs: [{ step: 0, output: 0 }],
    inputShapes: [input],
    outputShapes: [output],
    weights: [
      { name: 'kernel', shape: [kernel, kernel, input[3] / groups, filters] },
      { name: 'bias', shape: [filters] },
    ],
    macs: 0,
  };
}

function programOf(step: Step): Program {
  const source: Step = {
    operator: 'inputLayer',
    attributes: {},
    path: ['input'],
    inputs: [],
    inputShapes: [],
    outputShapes: step.inputShapes,
    weights: [],
    macs: 0,
  };
  return { steps: [source, step], inputs: [0], outputs: [{ step: 1, output: 0 }] };
}

/** Values of both signs without a pattern that a shifted index would reproduce. */
function ramp(shape: readonly number[], seed: number): Tensor {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++) data[i] = Math.sin(i * 1.7 + seed);
  return { shape, data };
}
