import * as l10n from '@vscode/l10n';
import type { MapLayout } from '../../core/engine/map-layout.ts';
import type { Axis } from '../../core/engine/reference/geometry.ts';
import type { WindowFacts, WindowFollower, WindowPlane } from '../worker/protocol.ts';
import { value } from './figures.ts';

/** A place in the selected layer's output. */
export interface Place {
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

/** A rectangle in pixels of the input; it may hang over the border. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** What the window covers of the input at an output position. */
export function windowRectangle(
  axes: readonly [Axis, Axis],
  scatters: boolean,
  row: number,
  column: number,
): Rectangle {
  const [top, height] = (scatters ? reached : covered)(axes[0], row);
  const [left, width] = (scatters ? reached : covered)(axes[1], column);
  return { top, left, height, width };
}

function covered({ stride, before, kernel, dilation }: Axis, at: number): readonly [number, number] {
  return [at * stride - before, (kernel - 1) * dilation + 1];
}

/** Inputs whose kernels land here, from the first to the last. */
function reached({ stride, before, kernel, dilation, input }: Axis, at: number): readonly [number, number] {
  const first = Math.max(0, Math.ceil((at + before - (kernel - 1) * dilation) / stride));
  const last = Math.min(input - 1, Math.floor((at + before) / stride));
  return [first, Math.max(0, last - first + 1)];
}

/** The output position whose window has its middle nearest to an input pixel. */
export function outputAt(
  axes: readonly [Axis, Axis],
  scatters: boolean,
  y: number,
  x: number,
): { row: number; column: number } {
  const along = ({ stride, before, kernel, dilation, output }: Axis, at: number) => {
    const reach = ((kernel - 1) * dilation) / 2;
    const place = scatters ? at * stride - before + reach : (at + before - reach) / stride;
    return Math.max(0, Math.min(output - 1, Math.round(place)));
  };
  return { row: along(axes[0], y), column: along(axes[1], x) };
}

/** The next place row by row, from the last to the first again. */
export function steppedPlace(place: Place, { height, width }: MapLayout, steps: number): Place {
  const all = height * width;
  const at = (((place.row * width + place.column + steps) % all) + all) % all;
  return { ...place, row: Math.floor(at / width), column: at % width };
}

/** `rows 58–60, columns 30–32`, of what the taps meet; null where they meet nothing. */
export function metText({ taps, input }: WindowFacts): string | null {
  const width = input?.width ?? 1;
  const met = [...taps.places].filter((place) => place >= 0);
  if (met.length === 0) return null;
  const span = (of: readonly number[]) => {
    const [from, to] = [Math.min(...of), Math.max(...of)];
    return from === to ? String(from) : `${from}–${to}`;
  };
  return l10n.t(
    'rows {0}, columns {1}',
    span(met.map((place) => Math.floor(place / width))),
    span(met.map((place) => place % width)),
  );
}

/** What a channel is called: those of a picture have colours. */
export function channelName(channel: number, isPicture: boolean): string {
  return (isPicture ? ['R', 'G', 'B', 'A'][channel] : undefined) ?? String(channel);
}

/** Products tap by tap; where nothing is multiplied, what is met. */
export function products({ values, weights }: WindowPlane): Float32Array {
  return weights ? values.map((x, tap) => x * (weights[tap] ?? 0)) : values;
}

/** The tap with the largest value of those that meet something; null where none does. */
export function winner(plane: WindowPlane, places: Int32Array): number | null {
  let best: number | null = null;
  plane.values.forEach((x, tap) => {
    if ((places[tap] ?? -1) >= 0 && (best === null || x > (plane.values[best] ?? 0))) best = tap;
  });
  return best;
}

/** One stage on the way from the sum to the final value. */
export interface ValueStep {
  readonly title: string;
  readonly value: number | null;
  readonly how: string;
}

/** Sum, bias, and what the layer and those behind it make of it. */
export function valueSteps(facts: WindowFacts): readonly ValueStep[] {
  const { how, sum, bias, activation, value: own, followers } = facts;
  return [
    ...(how === 'sum' && facts.planes.some(({ weights }) => weights)
      ? [{ title: l10n.t('Sum'), value: sum, how: termsText(facts) }, biasStep(sum, bias)]
      : [pooledStep(facts)]),
    ...(activation === null ? [] : [{ title: activation, value: own, how: activationText(activation) }]),
    ...followers.map(followerStep),
  ];
}

function biasStep(sum: number, bias: number | null): ValueStep {
  if (bias === null) return { title: l10n.t('+ bias'), value: sum, how: l10n.t('none') };
  return { title: l10n.t('+ bias'), value: sum + bias, how: `${value(sum)} ${signed(bias)}` };
}

const pooled: Readonly<Record<WindowFacts['how'], { title: string; how: (facts: WindowFacts) => string }>> = {
  sum: { title: l10n.t('Sum'), how: termsText },
  mean: { title: l10n.t('Mean'), how: ({ sum, divisor }) => `${value(sum * divisor)} / ${divisor}` },
  maximum: { title: l10n.t('Largest'), how: largestText },
  norm: { title: l10n.t('Norm'), how: ({ power }) => (power === 2 ? '√Σ x²' : `(Σ |x|^${power})^(1/${power})`) },
  expectation: { title: l10n.t('Expected'), how: () => l10n.t('Σ value × probability') },
  copy: {
    title: l10n.t('Value'),
    how: ({ taps }) => (taps.places[0] === -1 ? l10n.t('no switch points here') : l10n.t('put here by its switch')),
  },
};

function pooledStep(facts: WindowFacts): ValueStep {
  const { title, how } = pooled[facts.how];
  return { title, value: facts.sum, how: how(facts) };
}

/** Of how many values the largest is, and where it stands: that is the switch of an unpooling. */
function largestText({ taps, planes, others, input }: WindowFacts): string {
  const met = taps.places.filter((place) => place >= 0).length;
  const [plane] = planes;
  if (planes.length > 1) return l10n.t('of {0} channels', planes.length + others.count);
  const won = plane ? winner(plane, taps.places) : null;
  const place = won === null ? -1 : (taps.places[won] ?? -1);
  if (place < 0 || !input) return l10n.t('of {0} values', met);
  return l10n.t('of {0}, at [{1}, {2}]', met, Math.floor(place / input.width), place % input.width);
}

/** How many taps of a transposed convolution land on the value, and whether that is uneven over the map; else null. */
export function overlapText({ scatters, taps, axes }: WindowFacts): string | null {
  if (!scatters) return null;
  const landing = taps.places.filter((place) => place >= 0).length;
  const text = l10n.t('{0} of {1} taps land here', landing, taps.places.length);
  const [down, along] = (axes ?? []).map(overlaps);
  if (!down || !along) return text;
  const [least, most] = [down.least * along.least, down.most * along.most];
  return least === most
    ? l10n.t('{0}, as inside the whole map', text)
    : l10n.t('{0}; inside the map {1} to {2}: uneven', text, least, most);
}

/** Away from the border: taps that land on a position, over one stride. */
function overlaps({ kernel, stride, dilation }: Axis): { readonly least: number; readonly most: number } {
  const counts = Array.from(
    { length: stride },
    (_, at) =>
      Array.from({ length: kernel }, (_, tap) => tap * dilation).filter((place) => (place - at) % stride === 0).length,
  );
  return { least: Math.min(...counts), most: Math.max(...counts) };
}

/** What stands between window and products. */
export function weightsTitle({ how, scatters, combined }: WindowFacts): string {
  if (how === 'expectation') return l10n.t('Probability');
  if (combined) return l10n.t('Kernels in turn');
  return scatters ? l10n.t('Kernel, seen from here') : l10n.t('Kernel');
}

function followerStep(follower: WindowFollower): ValueStep {
  if (follower.kind === 'activation') {
    return { title: follower.name, value: follower.value, how: activationText(follower.name) };
  }
  return {
    title: l10n.t('Batch norm'),
    value: follower.value,
    how: `${value(follower.scale)}·z ${signed(follower.shift)}`,
  };
}

/** `0.0619 + 0.2756 − 0.0439`, the channels' parts. */
function termsText({ planes, others }: WindowFacts): string {
  const parts = planes.slice(0, 3).map(({ sum }) => sum);
  const rest = planes.slice(3).reduce((total, { sum }) => total + sum, others.sum);
  const count = planes.length + others.count;
  const told = count > 3 ? [...parts, rest] : parts;
  const text = told.map((part, i) => (i === 0 ? value(part) : signed(part))).join(' ');
  return count > 3 ? l10n.t('{0} of {1} more', text, count - 3) : text;
}

/** `+ 1.5` or `− 1.5`, to stand behind another number. */
export function signed(x: number): string {
  return x < 0 || Object.is(x, -0) ? `− ${value(Math.abs(x))}` : `+ ${value(x)}`;
}

const activations: Readonly<Record<string, string>> = {
  relu: 'max(0, z)',
  relu6: l10n.t('clip to 0 … 6'),
  sigmoid: '1 / (1 + e⁻ᶻ)',
  tanh: 'tanh z',
  softmax: 'eᶻ / Σ eᶻ of all',
};

function activationText(name: string): string {
  return activations[name] ?? l10n.t('of z');
}

/** A number in a cell: two decimals at most, fewer where it is long. Where cells are narrow, `.15` stands for 0.15. */
export function cellText(x: number, isNarrow = false): string {
  if (!Number.isFinite(x)) return value(x);
  const size = Math.abs(x);
  const decimals = size >= 99.95 ? 0 : size >= (isNarrow ? 0.995 : 9.995) ? 1 : 2;
  const text = size.toFixed(size >= 9.95 && isNarrow ? 0 : decimals);
  const isZero = Number(text) === 0;
  return `${x < 0 && !isZero ? '−' : ''}${isNarrow ? (isZero ? '0' : text.replace(/^0/, '')) : text}`;
}

/** What a screen reader hears when the window has moved. */
export function spokenSteps({ row, column, map }: Place, steps: readonly ValueStep[]): string {
  const told = steps.map((step) => `${step.title} ${step.value === null ? l10n.t('unknown') : value(step.value)}`);
  return l10n.t('map {0}, row {1}, column {2}: {3}', map, row, column, told.join(', '));
}
