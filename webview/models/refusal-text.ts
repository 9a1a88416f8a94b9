import { printDimension } from '../../core/vocabulary/dimension.ts';
import type { Fact, Shape } from '../../core/vocabulary/operator.ts';

/** Why no model can be built so, in a few words; null for what is only remarkable. */
export function refusalText(fact: Fact): string | null {
  switch (fact.kind) {
    case 'stride-with-dilation':
      return 'stride and dilation both above 1 are refused';
    case 'empty-output':
      return 'the window is larger than its input';
    case 'groups-divide-channels':
      return `${fact.groups} groups do not divide ${fact.channels} channels`;
    case 'invalid-argument':
      return `${fact.attribute} has to be ${fact.expected}`;
    case 'missing-argument':
      return `${fact.attribute} is missing`;
    case 'shape-mismatch':
      return `it can't join ${fact.inputs.map(printSizes).join(' and ')}`;
    case 'rank-mismatch':
      return `it takes ${fact.expected}`;
    case 'input-count':
      return `it takes ${fact.expected} inputs`;
    case 'reshape-size':
      return `${printSizes(fact.from)} can't become ${printSizes(fact.to)}`;
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
