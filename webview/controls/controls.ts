import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fieldValue } from './components.ts';

/** An icon of the editor's own font. It never stands alone: the control around it has a name. */
export function icon(name: string, extra = ''): TemplateResult {
  return html`<span class="codicon codicon-${name} ${extra}" aria-hidden="true"></span>`;
}

export interface IconButton {
  readonly icon: string;
  readonly label: string;
  /** For toggles. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

export function iconButton(button: IconButton): TemplateResult {
  return html`<button
    class="icon-button"
    type="button"
    title=${button.label}
    aria-label=${button.label}
    aria-pressed=${button.pressed ?? nothing}
    ?disabled=${button.disabled ?? false}
    @click=${button.onClick}
  >
    ${icon(button.icon)}
  </button>`;
}

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly text: string;
}

/** A choice between a few values that are all seen at once; the arrow keys move it, as in any radio group. */
export function segmented<Value extends string>(
  label: string,
  segments: readonly Segment<Value>[],
  chosen: Value,
  onChoose: (value: Value) => void,
): TemplateResult {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = segments.findIndex(({ value }) => value === chosen);
    const next = (at + step + segments.length) % segments.length;
    const target = segments[next];
    if (target) onChoose(target.value);
    if (event.currentTarget instanceof Element) {
      const button = event.currentTarget.querySelectorAll('button')[next];
      button?.focus();
    }
  };
  return html`<div class="segmented" role="radiogroup" aria-label=${label} @keydown=${move}>
    ${segments.map(
      ({ value, text }) => html`<button
        type="button"
        role="radio"
        aria-checked=${value === chosen}
        tabindex=${value === chosen ? 0 : -1}
        @click=${() => onChoose(value)}
      >
        ${text}
      </button>`,
    )}
  </div>`;
}

/** A dropdown of the toolkit over a few fixed values. */
export function dropdown<Value extends string>(
  label: string,
  choices: readonly Segment<Value>[],
  chosen: Value,
  onChoose: (value: Value) => void,
): TemplateResult {
  const change = (event: Event) => {
    const found = choices.find(({ value }) => value === fieldValue(event));
    if (found && found.value !== chosen) onChoose(found.value);
  };
  return html`<vscode-dropdown aria-label=${label} title=${label} .value=${live(chosen)} @change=${change}>
    ${choices.map(
      ({ value, text }) => html`<vscode-option value=${value} ?selected=${value === chosen}>${text}</vscode-option>`,
    )}
  </vscode-dropdown>`;
}

/** A whole number with its name. The toolkit's text field replaces the name that it is given by one of its own. */
export function numberField(
  label: string,
  value: number,
  limits: { readonly min: number; readonly max: number },
  onChange: (value: number) => void,
): TemplateResult {
  const change = (event: Event) => {
    const next = Number(fieldValue(event));
    if (Number.isInteger(next) && next >= limits.min && next <= limits.max) onChange(next);
  };
  return html`<label class="row spread"
    ><span>${label}</span
    ><input class="number" type="number" min=${limits.min} max=${limits.max} .value=${live(String(value))} @change=${change}
  /></label>`;
}

/** Puts a popover under the control that opened it, inside the window. */
export function placeUnder(event: Event): void {
  const popover = event.currentTarget;
  if (!(popover instanceof HTMLElement)) return;
  const anchors = [...document.querySelectorAll(`[popovertarget="${popover.id}"]`)].filter((one) =>
    one.checkVisibility(),
  );
  const anchor = anchors.find((one) => one === document.activeElement) ?? anchors[0];
  if (!anchor) return;
  const bounds = anchor.getBoundingClientRect();
  popover.style.top = `${bounds.bottom + 4}px`;
  popover.style.left = '0px';
  const open = event instanceof ToggleEvent && event.newState === 'open';
  anchor.setAttribute('aria-expanded', String(open));
  if (!open) return;
  requestAnimationFrame(() => {
    const width = popover.offsetWidth;
    popover.style.left = `${Math.max(8, Math.min(bounds.left, window.innerWidth - width - 8))}px`;
    popover.style.maxHeight = `${window.innerHeight - bounds.bottom - 16}px`;
  });
}
