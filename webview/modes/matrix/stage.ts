import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { dropdown, iconButton, segmented } from '../../controls/controls.ts';
import {
  type MatrixView,
  productOf,
  rowOf,
  type ShownProduct,
  sparsityText,
  sumText,
  termsOf,
} from '../../models/matrix-view.ts';
import type { Panel } from '../../panel/panel.ts';
import type { State } from '../../state/state.ts';
import type { MatrixFacts } from '../../worker/protocol.ts';
import { signedScale } from '../scale.ts';
import { tapTable } from '../tap-table.ts';
import { matrixPicture } from './picture.ts';
import { vectorGrid } from './vector-grid.ts';

const views: readonly { value: MatrixView; text: string }[] = [
  { value: 'layer', text: l10n.t('Layer') },
  { value: 'transposed', text: l10n.t('Transposed') },
  { value: 'im2col', text: 'im2col' },
];

/** The matrix, below it the vectors that it stands between, and the sum that its chosen row is. */
export function matrixStage(state: State, panel: Panel, facts: MatrixFacts): TemplateResult {
  const { matrixView } = state.settings;
  const product = productOf(facts, matrixView);
  const row = rowOf(product, state.matrixRow);
  return html`${toolbar(state, panel, facts)}
    <div class="matrix-mode">
      ${matrixPicture(state, panel, product, row)}
      <p class="legend figures">
        <span class="secondary">${sparsityText(product)}</span><span class="spring"></span>
        <span class="secondary counts">${factText(facts, matrixView)}</span>
      </p>
      ${vectors(state, panel, facts, product, row)}
      <p class="code matrix-sum">${sumText(termsOf(product, row), product.result[row] ?? 0)}</p>
    </div>`;
}

function toolbar({ kernelChoice, settings }: State, panel: Panel, facts: MatrixFacts): TemplateResult {
  const { sizes, input, filter, channel, channels, inputChannel } = facts;
  const size = Math.max(input.height, input.width);
  const change = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const next = event.target.valueAsNumber;
    if (Number.isInteger(next) && next >= 0 && next < channels) panel.chooseKernel({ channel: next });
  };
  return html`<div class="toolbar" role="toolbar" aria-label=${l10n.t('Which matrix is shown')}>
    ${dropdown(
      l10n.t('Part of the input'),
      sizes.map((side) => ({
        value: String(side),
        text: input.height === 1 ? l10n.t('Input {0}', side) : l10n.t('Input {0}', `${side}×${side}`),
      })),
      String(size),
      (side) => panel.setMatrix({ matrixSize: Number(side) }),
    )}
    ${segmented(l10n.t('What is shown'), views, settings.matrixView, (matrixView) => panel.setMatrix({ matrixView }))}
    <span class="secondary figures">${l10n.t('filter {0}', filter)}</span>
    ${
      channels > 1
        ? html`<label class="row channel-field" title=${l10n.t('Input channel {0}', inputChannel)}
            ><span class="secondary">${l10n.t('channel')}</span
            ><input class="number" type="number" min="0" max=${channels - 1} .value=${String(channel)} @change=${change}
          /></label>`
        : nothing
    }
    <div class="icons">
      ${iconButton({
        icon: 'sync',
        label: l10n.t('Turn the kernel around: convolution instead of correlation'),
        pressed: kernelChoice.isFlipped,
        onClick: () => panel.chooseKernel({ isFlipped: !kernelChoice.isFlipped }),
      })}
    </div>
  </div>`;
}

function factText({ output, scatters }: MatrixFacts, view: MatrixView): string {
  const windows = output.height * output.width;
  if (view === 'im2col') return l10n.t('{0} windows side by side, times one column: the kernel', windows);
  if (view === 'transposed') return l10n.t('every input goes where its window was: the transposed convolution');
  return scatters
    ? l10n.t('one kernel per input, where they overlap they add up')
    : l10n.t('one kernel, {0} windows', windows);
}

function vectors(state: State, panel: Panel, facts: MatrixFacts, product: ShownProduct, row: number): TemplateResult {
  const { kernel, filter } = facts;
  const { right, columnsWide, rightName, result, rowsWide, resultName } = product;
  const read = new Set(termsOf(product, row).map(({ column }) => column));
  const places = new Int32Array(kernel.values.length);
  return html`<section class="matrix-vectors" aria-label=${l10n.t('Vectors')}>
    ${
      rightName === 'kernel'
        ? vectorGrid(state, {
            name: l10n.t('x, window of row {0}', row),
            values: product.cells.subarray(row * product.columns, (row + 1) * product.columns),
            wide: columnsWide,
            lit: new Set(),
          })
        : vectorGrid(state, {
            name: `${rightName}, ${sizeText(right, columnsWide)}`,
            values: right,
            wide: columnsWide,
            lit: read,
          })
    }
    <div>
      <p class="window-title"><b>${l10n.t('Kernel')}</b> <span class="secondary">${l10n.t('filter {0}', filter)}</span></p>
      ${tapTable({ ...kernel, places, ...signedScale(state, [kernel.values]), label: l10n.t('Kernel'), won: null, padded: false, keepsAll: true })}
    </div>
    ${vectorGrid(state, { name: `${resultName}, ${sizeText(result, rowsWide)}`, values: result, wide: rowsWide, lit: new Set([row]), choose: (next) => panel.chooseRow(next) })}
  </section>`;
}

function sizeText(values: Float32Array, wide: number): string {
  return values.length === wide ? String(wide) : `${values.length / wide}×${wide}`;
}
