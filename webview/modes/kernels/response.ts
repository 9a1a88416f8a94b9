import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { type Limits, limitsOf } from '../../../core/engine/colour-map.ts';
import { channelName } from '../../models/window-view.ts';
import type { State } from '../../state/state.ts';
import type { KernelFacts, KernelResponse } from '../../worker/protocol.ts';
import { painted } from '../painted.ts';
import { readsPicture } from '../reads-picture.ts';
import { extremesOf, greyScale, type Scale, scaleOf, signedScale } from '../scale.ts';

/** One map of the input, what the slice makes of it, what its separable form does, and what lies between them. */
export function responses(state: State, facts: KernelFacts, response: KernelResponse): TemplateResult {
  const { filter, inputChannel, inputStep } = facts;
  const { input, own, separable } = response;
  const isPicture = readsPicture(state, inputStep);
  // One scale for all three, so that a small difference looks small.
  const signed = signedScale(state, [own, separable]);
  const all: readonly [string, Float32Array, Scale][] = [
    [
      isPicture
        ? l10n.t('input, {0}', channelName(inputChannel, isPicture))
        : l10n.t('input, channel {0}', channelName(inputChannel, isPicture)),
      input,
      isPicture ? greyScale : scaleOf(state, [input]),
    ],
    [l10n.t('filter {0} on it', filter), own, signed],
    [l10n.t('its separable form'), separable, signed],
    [l10n.t('difference'), differenceOf(response), signed],
  ];
  return html`<section class="responses" aria-label=${l10n.t('What the slice makes of the input')}>
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
  return l10n.t('{0}: from {1} to {2}', name, low.toPrecision(3), high.toPrecision(3));
}

function between(plane: Float32Array): Limits {
  const { min, max } = extremesOf([plane]);
  return limitsOf(min, max);
}

/** Made once, so that its picture is. */
function differenceOf(response: KernelResponse): Float32Array {
  const known = differences.get(response);
  if (known) return known;
  const made = response.own.map((x, i) => x - (response.separable[i] ?? 0));
  differences.set(response, made);
  return made;
}

const differences = new WeakMap<KernelResponse, Float32Array>();
