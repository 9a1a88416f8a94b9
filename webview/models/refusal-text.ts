import * as l10n from '@vscode/l10n';
import { printDimension } from '../../core/vocabulary/dimension.ts';
import type { Fact, Shape } from '../../core/vocabulary/operator.ts';
import type { Told } from '../../core/vocabulary/told.ts';

/** Why no model can be built so, in a few words; null for what is only remarkable. */
export function refusalText(fact: Fact): string | null {
  switch (fact.kind) {
    case 'stride-with-dilation':
      return l10n.t('stride and dilation both above 1 are refused');
    case 'empty-output':
      return l10n.t('the window is larger than its input');
    case 'groups-divide-channels':
      return l10n.t('{0} groups do not divide {1} channels', fact.groups, fact.channels);
    case 'invalid-argument':
      return l10n.t('{0} has to be {1}', fact.attribute, say(fact.expected));
    case 'missing-argument':
      return l10n.t('{0} is missing', fact.attribute);
    case 'shape-mismatch':
      return l10n.t('it can’t join {0}', fact.inputs.map(printSizes).join(', '));
    case 'rank-mismatch':
      return l10n.t('it takes {0}', say(fact.expected));
    case 'input-count':
      return l10n.t('it takes {0} inputs', say(fact.expected));
    case 'reshape-size':
      return l10n.t('{0} can’t become {1}', printSizes(fact.from), printSizes(fact.to));
    case 'unsupported-layer':
    case 'unknown-factory':
    case 'missing-config':
    case 'ignored-argument':
      return null;
    default:
      return fact satisfies never;
  }
}

function printSizes(shape: Shape): string {
  return shape.slice(1).map(printDimension).join('×');
}

/** Words of a fact in the editor's language. */
function say({ words, values }: Told): string {
  return l10n.t(words, ...values.map((value) => (typeof value === 'object' ? say(value) : value)));
}
