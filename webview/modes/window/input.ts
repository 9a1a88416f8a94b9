import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { inputPicture } from '../../controls/pictures.ts';
import type { Pixels } from '../../elements/picture.ts';
import { outputAt, type Rectangle, windowRectangle } from '../../models/window-view.ts';
import type { Panel } from '../../panel/panel.ts';
import type { State } from '../../state/state.ts';
import { painted } from '../painted.ts';
import { readsPicture } from '../reads-picture.ts';
import { scaleOf } from '../scale.ts';
import type { Shown } from './shown.ts';

/** Pixels around the window that are shown enlarged. */
const around = 6;

/** The layer's input with the window on it, to be dragged, and what is around it enlarged. */
export function inputView(state: State, panel: Panel, shown: Shown): TemplateResult | typeof nothing {
  const { facts } = shown;
  const pixels = sourcePixels(state, shown);
  if (!pixels || !facts.input) return nothing;
  const isPicture = readsPicture(state, facts.inputStep);
  const rectangle = rectangleOf(shown);
  const hasChannels = facts.planes.length > 1 || facts.how !== 'sum';
  return html`<section class="window-input" aria-label="Input">
    <p class="window-title">
      <b>Input</b> <span class="secondary figures">${isPicture || !hasChannels ? '' : `channel ${facts.input.map}`}</span>
    </p>
    <div
      class="window-source"
      style=${styleMap({ aspectRatio: `${pixels.width} / ${pixels.height}` })}
      @pointerdown=${(event: PointerEvent) => drag(event, panel, shown, true)}
      @pointermove=${(event: PointerEvent) => drag(event, panel, shown, false)}
    >
      <convlens-picture .pixels=${pixels}></convlens-picture>
      ${rectangle ? mark(rectangle, { top: 0, left: 0, height: pixels.height, width: pixels.width }, 'window-mark') : nothing}
    </div>
    ${rectangle && facts.axes ? enlarged(pixels, rectangle, shown) : nothing}
  </section>`;
}

/** What lies around the window, hard pixels, with the windows that follow. */
function enlarged(pixels: Pixels, rectangle: Rectangle, { facts, window, maps }: Shown): TemplateResult {
  const side = Math.max(rectangle.height, rectangle.width) + 2 * around;
  const view: Rectangle = {
    top: rectangle.top + Math.floor(rectangle.height / 2) - Math.floor(side / 2),
    left: rectangle.left + Math.floor(rectangle.width / 2) - Math.floor(side / 2),
    height: side,
    width: side,
  };
  const next = [1, 2].flatMap((step) => {
    const column = window.column + step;
    return facts.axes && column < maps.summary.layout.width
      ? [windowRectangle(facts.axes, facts.scatters, window.row, column)]
      : [];
  });
  const [vertical, horizontal] = facts.axes ?? [];
  const strides =
    vertical?.stride === horizontal?.stride ? vertical?.stride : `${vertical?.stride}×${horizontal?.stride}`;
  return html`<div class="window-source enlarged" style=${styleMap({ aspectRatio: '1' })} aria-hidden="true">
      <convlens-picture .pixels=${cropped(pixels, view)}></convlens-picture>
      ${next.map((one) => mark(one, view, 'window-next'))} ${mark(rectangle, view, 'window-mark')}
    </div>
    <p class="caption">dashed: next windows, stride ${strides}</p>`;
}

function rectangleOf({ facts, window }: Shown): Rectangle | null {
  return facts.axes && windowRectangle(facts.axes, facts.scatters, window.row, window.column);
}

function mark(one: Rectangle, view: Rectangle, name: string): TemplateResult {
  const share = (part: number, of: number) => `${(100 * part) / of}%`;
  return html`<span
    class=${name}
    style=${styleMap({
      top: share(one.top - view.top, view.height),
      left: share(one.left - view.left, view.width),
      height: share(one.height, view.height),
      width: share(one.width, view.width),
    })}
  ></span>`;
}

function drag(event: PointerEvent, panel: Panel, { facts, window }: Shown, grabs: boolean): void {
  const { currentTarget } = event;
  if (!(currentTarget instanceof HTMLElement) || !facts.axes || !facts.input) return;
  if (grabs) currentTarget.setPointerCapture(event.pointerId);
  if (!currentTarget.hasPointerCapture(event.pointerId)) return;
  const bounds = currentTarget.getBoundingClientRect();
  const y = Math.floor(((event.clientY - bounds.top) / bounds.height) * facts.input.height);
  const x = Math.floor(((event.clientX - bounds.left) / bounds.width) * facts.input.width);
  panel.point({ map: window.map, pixel: outputAt(facts.axes, facts.scatters, y, x) });
}

/** The picture in its own colours, or the input's map in those of the panel. */
function sourcePixels(state: State, { facts, window }: Shown): Pixels | null {
  if (readsPicture(state, facts.inputStep)) return inputPicture(state);
  const plane = window.input;
  if (!plane || !facts.input) return null;
  return painted(plane, facts.input, scaleOf(state, [plane]));
}

/** A part of a picture; what lies outside is left clear. */
function cropped({ width, height, rgba }: Pixels, view: Rectangle): Pixels {
  const part = new Uint8ClampedArray(4 * view.width * view.height);
  for (let y = 0; y < view.height; y++) {
    for (let x = 0; x < view.width; x++) {
      const [row, column] = [view.top + y, view.left + x];
      if (row < 0 || column < 0 || row >= height || column >= width) continue;
      const from = 4 * (row * width + column);
      part.set(rgba.subarray(from, from + 4), 4 * (y * view.width + x));
    }
  }
  return { width: view.width, height: view.height, rgba: part };
}
