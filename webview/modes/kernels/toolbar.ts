import { html, nothing, type TemplateResult } from 'lit';
import { dropdown, iconButton, segmented } from '../../controls/controls.ts';
import type { SortKey } from '../../models/map-statistics.ts';
import type { Panel } from '../../panel/panel.ts';
import { type State, weightsSource } from '../../state/state.ts';
import type { KernelFacts, WeightsSource } from '../../worker/protocol.ts';

const sorts: readonly { value: SortKey; text: string }[] = [
  { value: 'index', text: 'Index' },
  { value: 'variance', text: 'Variance' },
  { value: 'mean', text: 'Mean' },
  { value: 'maximum', text: 'Maximum' },
];

/** Where the weights come from, in which order the filters stand, which channel is shown, and which way round. */
export function toolbar(state: State, panel: Panel, facts: KernelFacts): TemplateResult {
  const stored = state.model?.analysis.graph.weights != null;
  const sources: readonly { value: WeightsSource; text: string }[] = [
    ...(stored ? [{ value: 'stored', text: 'Model' } as const] : []),
    { value: 'seeded', text: 'Random' },
    { value: 'designed', text: 'Hand-made' },
    { value: 'learned', text: 'k-means' },
  ];
  const sort = sorts.some(({ value }) => value === state.settings.sort) ? state.settings.sort : 'index';
  return html`<div class="toolbar" role="toolbar" aria-label="Which kernels are shown">
    ${segmented('Source of the weights', sources, weightsSource(state), (source) => panel.setWeights(source))}
    ${dropdown<SortKey>('Order of the filters', sorts, sort, (next) => panel.set({ sort: next }))}
    ${facts.channels > 1 && facts.rows * facts.columns > 1 ? channels(panel, facts) : nothing}
    <div class="icons">
      ${iconButton({
        icon: 'sync',
        label: 'Turn the kernel around: convolution instead of correlation',
        pressed: state.kernelChoice.isFlipped,
        onClick: () => panel.chooseKernel({ isFlipped: !state.kernelChoice.isFlipped }),
      })}
    </div>
  </div>`;
}

function channels(panel: Panel, { channels: count, channel, inputChannel }: KernelFacts): TemplateResult {
  const change = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const next = Number(event.target.value);
    if (Number.isInteger(next) && next >= 0 && next < count) panel.chooseKernel({ channel: next, drawn: null });
  };
  return html`<label class="row channel-field" title="Input channel ${inputChannel}"
    ><span class="secondary">channel</span
    ><input class="number" type="number" min="0" max=${count - 1} .value=${String(channel)} @change=${change}
  /></label>`;
}
