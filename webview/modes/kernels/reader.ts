import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { value } from '../../models/figures.ts';
import { largestTap } from '../../models/kernel-view.ts';
import type { KernelFacts } from '../../worker/protocol.ts';

/** Which kernel is looked at, and its largest weight. */
export function kernelReader(facts: KernelFacts | null): TemplateResult {
  const [which, largest] = facts ? [whichText(facts), largestText(facts)] : ['', ''];
  return html`<aside class="reader" aria-label=${l10n.t('Reader')} data-region tabindex="-1">
    <div class="reader-line">
      <span class="reader-text"><span class="code">${which}</span> <span class="secondary">${largest}</span></span>
      <convlens-announcer .text=${facts ? `${which}: ${largest}` : ''}></convlens-announcer>
    </div>
  </aside>`;
}

function whichText({ filter, inputChannel }: KernelFacts): string {
  return l10n.t('filter {0}, channel {1}', filter, inputChannel);
}

function largestText(facts: KernelFacts): string {
  const { row, column, value: x } = largestTap(facts);
  return l10n.t('largest [{0}, {1}] = {2}', row, column, value(x));
}
