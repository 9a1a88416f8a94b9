import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { icon, numberField, placeUnder, segmented } from '../controls/controls.ts';
import { concreteInputShapes, takesImage, type ValueRange } from '../models/inputs.ts';
import type { Panel } from '../panel/panel.ts';
import { samples } from '../samples/index.ts';
import { defaultInput, type InputChoice, type State } from '../state/state.ts';

const ranges: readonly { value: ValueRange; text: string }[] = [
  { value: '0..1', text: '0 … 1' },
  { value: '-1..1', text: '−1 … 1' },
];

/** Where the network's input comes from, and how large it is where the code leaves that open. */
export function inputPopover(state: State, panel: Panel): TemplateResult {
  return html`<div
    id="input-popover"
    class="popover"
    popover
    role="dialog"
    aria-label=${l10n.t('Input')}
    @toggle=${(event: Event) => {
      placeUnder(event);
      if (event instanceof ToggleEvent && event.newState === 'open') drawSamples(event.currentTarget, panel);
    }}
  >
    <h2>${l10n.t('Input')}</h2>
    ${takesImage(firstShape(state)) ? pictures(state, panel) : html`<p class="secondary">${l10n.t('This input is no image, so it is filled with noise.')}</p>`}
    ${noise(state, panel)} ${range(state, panel)} ${sizes(state, panel)} ${assumedCall(state, panel)}
  </div>`;
}

export function inputTitle(state: State): string {
  const choice = chosenInput(state);
  switch (choice.kind) {
    case 'sample':
      return samples.find(({ name }) => name === choice.name)?.title ?? choice.name;
    case 'file':
      return choice.name;
    case 'drawing':
      return l10n.t('Drawing');
    case 'noise':
      return l10n.t('Noise');
    default:
      return choice satisfies never;
  }
}

function chosenInput(state: State): InputChoice {
  const shape = firstShape(state);
  const { input } = state.settings;
  if (input && (input.kind === 'noise' || takesImage(shape))) return input;
  return defaultInput(shape);
}

function firstShape(state: State): readonly number[] {
  return (state.model && concreteInputShapes(state.model.analysis, state.openSizes)[0]) ?? [];
}

function pictures(state: State, panel: Panel): TemplateResult {
  const choice = chosenInput(state);
  const is = (kind: InputChoice['kind'], name?: string) =>
    choice.kind === kind && (name === undefined || ('name' in choice && choice.name === name));
  const openFile = (event: Event) => {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
    if (file) void panel.openFile(file);
  };
  return html`<div class="samples" role="group" aria-label=${l10n.t('Sample images')}>
      ${samples.map(
        ({ name, title }) => html`<button
          type="button"
          class="sample"
          aria-pressed=${is('sample', name)}
          title=${title}
          aria-label=${title}
          @click=${() => panel.setInput({ kind: 'sample', name })}
        >
          <canvas class="sample-picture" width="56" height="56" data-sample=${name} aria-hidden="true"></canvas>
        </button>`,
      )}
    </div>
    <div class="row">
      <label class="file-button" ?data-chosen=${is('file')}>
        ${icon('folder-opened')}<span>${is('file') ? inputTitle(state) : l10n.t('Open image…')}</span>
        <input type="file" accept="image/*" class="visually-hidden" @change=${openFile} />
      </label>
    </div>
    <div class="row drawing">
      <canvas
        class="pad"
        width="140"
        height="140"
        aria-label=${l10n.t('Draw here with the mouse: white on black')}
        role="img"
        ${ref((element) => element instanceof HTMLCanvasElement && attachPad(element, panel))}
      ></canvas>
      <div class="column">
        <p class="secondary">${l10n.t('Draw here.')}</p>
        <button
          type="button"
          class="text-button"
          ?disabled=${!is('drawing')}
          @click=${(event: Event) => clearPad(event, panel)}
        >
          ${l10n.t('Clear')}
        </button>
      </div>
    </div>`;
}

function noise(state: State, panel: Panel): TemplateResult {
  const choice = chosenInput(state);
  const seed = choice.kind === 'noise' ? choice.seed + 1 : 1;
  return html`<div class="row">
    <button type="button" class="text-button" aria-pressed=${choice.kind === 'noise'} @click=${() => panel.setInput({ kind: 'noise', seed })}>
      ${choice.kind === 'noise' ? l10n.t('Noise, seed {0}: another', choice.seed) : l10n.t('Noise')}
    </button>
  </div>`;
}

function range(state: State, panel: Panel): TemplateResult {
  return html`<div class="row spread">
    <span>${l10n.t('Values')}</span>
    ${segmented(l10n.t('Range of the input values'), ranges, state.settings.range, (value) => panel.set({ range: value }))}
  </div>`;
}

function sizes(state: State, panel: Panel): TemplateResult | typeof nothing {
  if (state.openSizes.length === 0) return nothing;
  return html`<h3>${l10n.t('Sizes that the code leaves open')}</h3>
    ${state.openSizes.map(({ name, size }) =>
      numberField(name, size, { min: 1, max: 4096 }, (chosen) =>
        panel.set({ sizes: { ...state.settings.sizes, [name]: chosen } }),
      ),
    )}`;
}

/** With which arguments the function that makes the model is called, where the program leaves that open. */
function assumedCall(state: State, panel: Panel): TemplateResult | typeof nothing {
  const { call, assumed } = state.model?.analysis.graph ?? {};
  if (call === undefined || (assumed === undefined && state.openSizes.length === 0)) return nothing;
  return html`<div class="row spread">
    <code class="call">${assumed ?? call}</code>
    <button type="button" class="text-button" @click=${() => panel.assume()}>${assumed === undefined ? l10n.t('Assume a call…') : l10n.t('Change…')}</button>
  </div>`;
}

function drawSamples(popover: EventTarget | null, panel: Panel): void {
  if (!(popover instanceof Element)) return;
  for (const canvas of popover.querySelectorAll<HTMLCanvasElement>('canvas[data-sample]')) {
    void panel.inputs.pixels({ kind: 'sample', name: canvas.dataset.sample ?? '' }, 56, 56).then((rgba) => {
      if (rgba) canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), 56, 56), 0, 0);
    });
  }
}

const pads = new WeakSet<HTMLCanvasElement>();

/** Strokes go to the drawing that runs read, and to the pad that is seen. */
function attachPad(pad: HTMLCanvasElement, panel: Panel): void {
  if (pads.has(pad)) return;
  pads.add(pad);
  const show = () => pad.getContext('2d')?.drawImage(panel.inputs.drawing, 0, 0);
  show();
  let last: { x: number; y: number } | null = null;
  const stroke = (event: PointerEvent) => {
    const at = { x: event.offsetX, y: event.offsetY };
    const context = panel.inputs.drawing.getContext('2d');
    if (!last || !context) return;
    context.strokeStyle = '#fff';
    context.lineWidth = 12;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(last.x, last.y);
    context.lineTo(at.x, at.y);
    context.stroke();
    last = at;
    show();
  };
  pad.addEventListener('pointerdown', (event) => {
    pad.setPointerCapture(event.pointerId);
    last = { x: event.offsetX, y: event.offsetY };
    stroke(event);
  });
  pad.addEventListener('pointermove', stroke);
  pad.addEventListener('pointerup', () => {
    last = null;
    panel.setInput({ kind: 'drawing' });
  });
}

function clearPad(event: Event, panel: Panel): void {
  panel.inputs.clearDrawing();
  const pad =
    event.currentTarget instanceof Element ? event.currentTarget.closest('.drawing')?.querySelector('canvas') : null;
  pad?.getContext('2d')?.drawImage(panel.inputs.drawing, 0, 0);
  panel.setInput({ kind: 'drawing' });
}
