import * as l10n from '@vscode/l10n';
import type { RecurrentFacts } from '../worker/protocol.ts';
import { value } from './figures.ts';
import type { ValueStep } from './window-view.ts';

/** From the gates to the memory and the new state, each with its formula. */
export function recurrentSteps({ gates, hidden, carry, activation }: RecurrentFacts): readonly ValueStep[] {
  const gate = (name: string) => value(gates.find((one) => one.name === name)?.value ?? 1);
  if (carry !== null) {
    const memory = `${gate('forget')} · ${bracketed(carry.before)} + ${gate('input')} · ${signedFactor(gate('candidate'))}`;
    const out = `${gate('output')} · ${activation}(${value(carry.after)})`;
    return [
      { title: l10n.t({ message: 'Memory', comment: ['of a recurrent cell'] }), value: carry.after, how: memory },
      { title: l10n.t('State'), value: hidden.after, how: out },
    ];
  }
  if (gates.length === 1)
    return [
      { title: l10n.t('State'), value: hidden.after, how: l10n.t('the candidate; it was {0}', value(hidden.before)) },
    ];
  const z = gate('update');
  const how = `${z} · ${bracketed(hidden.before)} + (1 − ${z})·${signedFactor(gate('candidate'))}`;
  return [{ title: l10n.t('State'), value: hidden.after, how }];
}

function bracketed(x: number): string {
  return signedFactor(value(x));
}

/** A negative factor stands in brackets. */
function signedFactor(text: string): string {
  return text.startsWith('−') ? `(${text})` : text;
}
