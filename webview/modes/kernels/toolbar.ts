import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { dropdown, iconButton, segmented } from '../../controls/controls.ts';
import type { SortKey } from '../../models/map-statistics.ts';
import type { Panel } from '../../panel/panel.ts';
import { type State, weightsSource } from '../../state/state.ts';
import type { KernelFacts, WeightsSource } from '../../worker/protocol.ts';

const sorts: readonly { value: SortKey; text: string }[] = [
  { value: 'index', text: l10n.t('Index') },
  { value: 'variance', text: l10n.t('Variance') },
  { value: 'mean', text: l10n.t('Mean') },
  { value: 'maximum', text: l10n.t('Maximum') },
];

/** Where the weights come from, in which order the filters stand, which channel is shown, and which way round. */
export function toolbar(state: State, panel: Panel, facts: KernelFacts): TemplateResult {
  const stored = state.model?.analysis.graph.weights != null;
  const sources: readonly { value: WeightsSource; text: string }[] = [
    ...(stored ? [{ value: 'stored', text: l10n.t('Model') } as const] : []),
    { value: 'seeded', text: l10n.t('Random') },
    { value: 'designed', text: l10n.t('Hand-made') },
    { value: 'learned', text: 'k-means' },
  ];
  const sort = sorts.some(({ value }) => value === state.settings.sort) ? state.settings.sort : 'index';
  return html`<div class="toolbar" role="toolbar" aria-label=${l10n.t('Which kernels are shown')}>
    ${segmented(l10n.t('Source of the weights'), sources, weightsSource(state), (source) => panel.setWeights(source))}
    ${dropdown<SortKey>(l10n.t('Order of the filters'), sorts, sort, (next) => panel.set({ sort: next }))}
    ${facts.channels > 1 && facts.rows * facts.columns > 1 ? channels(panel, facts) : nothing}
    <div class="icons">
      ${iconButton({
        icon: 'sync',
        label: l10n.t('Turn the kernel around: convolution instead of correlation'),
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
  return html`<label class="row channel-field" title=${l10n.t('Input channel {0}', inputChannel)}
    ><span class="secondary">${l10n.t('channel')}</span
    ><input class="number" type="number" min="0" max=${count - 1} .value=${String(channel)} @change=${change}
  /></label>`;
}
