import { html, type TemplateResult } from 'lit';
import { colourTable, type Limits, limitsOf, paintMap } from '../../../core/engine/colour-map.ts';
import type { Pixels } from '../../elements/picture.ts';
import { channelName } from '../../models/window-view.ts';
import type { State } from '../../state/state.ts';
import type { KernelFacts, KernelResponse } from '../../worker/protocol.ts';
import { readsPicture } from '../reads-picture.ts';
import { extremesOf, greyScale, type Scale, scaleOf, signedScale } from '../scale.ts';

/** One map of the input, what the slice makes of it, what its separable form does, and what lies between them. */
export function responses(state: State, facts: KernelFacts, response: KernelResponse): TemplateResult {
  const { filter, inputChannel, inputStep } = facts;
  const { input, own, separable } = response;
  const isPicture = readsPicture(state, inputStep);
  const difference = own.map((x, i) => x - (separable[i] ?? 0));
  // One scale for all three, so that a small difference looks small.
  const signed = signedScale(state, [own, separable]);
  const all: readonly [string, Float32Array, Scale][] = [
    [
      `input, ${isPicture ? '' : 'channel '}${channelName(inputChannel, isPicture)}`,
      input,
      isPicture ? greyScale : scaleOf(state, [input]),
    ],
    [`filter ${filter} on it`, own, signed],
    ['its separable form', separable, signed],
    ['difference', difference, signed],
  ];
  return html`<section class="responses" aria-label="What the slice makes of the input">
    ${all.map(
      ([name, plane, scale]) => html`<figure>
        <figcaption class="caption">${name}</figcaption>
        <div role="img" aria-label=${described(name, plane)}><convlens-picture .pixels=${painted(plane, response, scale)}></convlens-picture></div>
      </figure>`,
    )}
  </section>`;
}

function described(name: string, plane: Float32Array): string {
  const { low, high } = between(plane);
  return `${name}: from ${low.toPrecision(3)} to ${high.toPrecision(3)}`;
}

function between(plane: Float32Array): Limits {
  const { min, max } = extremesOf([plane]);
  return limitsOf(min, max);
}

function painted(plane: Float32Array, { width, height }: KernelResponse, { colours, limits }: Scale): Pixels {
  const known = pictures.get(plane);
  if (known?.colours === colours) return known.pixels;
  const rgba = new Uint8ClampedArray(4 * width * height);
  paintMap(plane, width, limits, colourTable(colours), rgba);
  const pixels = { width, height, rgba };
  pictures.set(plane, { colours, pixels });
  return pixels;
}

const pictures = new WeakMap<Float32Array, { readonly colours: string; readonly pixels: Pixels }>();
