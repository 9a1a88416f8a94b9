import { followersOf, normalisationOf } from '../../core/engine/inspect/followers.ts';
import { type OutputParts, outputParts } from '../../core/engine/inspect/output-parts.ts';
import type { OutputPlace } from '../../core/engine/inspect/output-place.ts';
import { recurrentParts } from '../../core/engine/inspect/recurrent-parts.ts';
import type { TensorLayout } from '../../core/engine/map-layout.ts';
import type { Step } from '../../core/engine/program.ts';
import { planeOf } from '../../core/engine/summary.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import type { Inspected } from './inspector.ts';
import { placeOf } from './place.ts';
import type { ToWorker, ValueFacts, WindowFacts, WindowFollower, WindowPlane } from './protocol.ts';

type Request = Extract<ToWorker, { type: 'window' }>;

/** Planes that are sent with all their numbers; of the others the sum is told. */
const mostPlanes = 12;

/** What one output value is made of; null for a layer that can't be taken apart. */
export async function windowFacts(run: Inspected, request: Request): Promise<ValueFacts | null> {
  const step = run.program.steps[request.step];
  const from = step?.inputs[0];
  const layout = run.layouts[request.step];
  if (!step || !from || !layout) return null;
  const inputs = await Promise.all(step.inputs.map((output) => run.read(output)));
  const [input] = inputs;
  const at = placeOf(layout, step.outputShapes[0] ?? [], request);
  const value = await valueAt(run, request.step, request);
  const weights = await run.weights(request.step);
  const recurrent = recurrentParts(step, inputs, weights, at.map, momentOf(step, at));
  if (recurrent) return { ...recurrent, how: 'recurrent', value };
  const parts = outputParts(step, inputs, weights, at);
  if (!parts || !input) return null;
  const { how, taps, scatters, axes, sum, bias, divisor, power, combined, activation } = parts;
  const source = run.layouts[from.step];
  return {
    how,
    scatters,
    taps,
    axes: axes && [axes[1], axes[2]],
    ...planesOf(parts),
    sum,
    bias,
    divisor,
    power,
    combined,
    activation,
    value,
    followers: await followersAt(run, request, at),
    inputStep: from.step,
    input: source?.kind === 'maps' ? inputMap(parts, input, source, request.inputMap) : null,
  };
}

/** The step that a value of a recurrent layer comes from: the last one unless it returns them all. */
function momentOf({ outputShapes: [shape], inputShapes: [from] }: Step, { pixel }: OutputPlace): number {
  return shape?.length === 3 ? pixel : (from?.[1] ?? 1) - 1;
}

async function valueAt(run: Inspected, step: number, { map, row, column }: Request): Promise<number> {
  const layout = run.layouts[step];
  const { data } = await run.read({ step, output: 0 });
  if (!layout) return Number.NaN;
  return data[map * layout.mapStride + (row * layout.width + column) * layout.elementStride] ?? Number.NaN;
}

async function followersAt(run: Inspected, request: Request, { map }: OutputPlace): Promise<WindowFollower[]> {
  const found: WindowFollower[] = [];
  for (const index of followersOf(run.program, request.step)) {
    const step = run.program.steps[index];
    const label = step?.path.at(-1) ?? '';
    const value = await valueAt(run, index, request);
    if (step?.operator === 'batchNormalization') {
      found.push({ kind: 'normalisation', label, value, ...normalisationOf(step, await run.weights(index), map) });
    } else if (step) {
      found.push({ kind: 'activation', label, value, name: activationName(step) });
    }
  }
  return found;
}

/** As attributes name it: a ReLU layer that ends at six is `relu6`. */
function activationName({ operator, attributes: { activation, maxValue } }: Step): string {
  if (typeof activation === 'string') return activation;
  return operator === 'reLU' ? `relu${typeof maxValue === 'number' ? maxValue : ''}` : operator;
}

/** The planes that weigh most, in the order of their channels where they are few. */
function planesOf(whole: OutputParts): Pick<WindowFacts, 'planes' | 'others'> {
  const { how, first, channels, sums, values, weights, taps } = whole;
  const count = taps.places.length;
  const order = Array.from({ length: channels }, (_, channel) => channel);
  if (channels > mostPlanes) order.sort((a, b) => Math.abs(sums[b] ?? 0) - Math.abs(sums[a] ?? 0) || a - b);
  const planes = order.slice(0, mostPlanes).map((channel): WindowPlane => {
    const [from, to] = [channel * count, (channel + 1) * count];
    return {
      channel: first + channel,
      values: values.slice(from, to),
      weights: weights?.slice(from, to) ?? null,
      sum: sums[channel] ?? 0,
    };
  });
  const rest = order.slice(mostPlanes);
  const parts = rest.map((channel) => sums[channel] ?? 0);
  const sum = how === 'maximum' ? Math.max(...parts) : parts.reduce((a, b) => a + b, 0);
  return { planes, others: { count: rest.length, sum } };
}

/** The input's map to look at: of a sequence the only one, else that of the channel with the heaviest kernel. */
function inputMap(parts: OutputParts, input: Tensor, layout: TensorLayout, has: number | null): WindowFacts['input'] {
  const map = layout.maps > 1 ? heaviestChannel(parts) : 0;
  const { height, width } = layout;
  return { map, height, width, plane: map === has ? null : planeOf(input.data, layout, map) };
}

/** Told by the kernel alone, so that it stays while the window moves. */
function heaviestChannel({ first, channels, weights, taps }: OutputParts): number {
  const norm = (channel: number) => {
    const own = weights?.subarray(channel * taps.places.length, (channel + 1) * taps.places.length);
    return own?.reduce((sum, weight) => sum + weight * weight, 0) ?? 0;
  };
  let best = 0;
  for (let channel = 1; channel < channels; channel++) if (norm(channel) > norm(best)) best = channel;
  return first + best;
}
