import type { Place } from '../../../../../core/graph/node.ts';
import type { ModelState } from '../../values/values.ts';

/** A model as it is made at a place: nothing is in it yet but what is `given`, and it has no name. */
export function newModelState(kind: ModelState['kind'], place: Place, given: Partial<ModelState>): ModelState {
  return {
    kind,
    layers: [],
    inputs: [],
    outputs: [],
    complete: true,
    facts: [],
    configName: null,
    name: null,
    nameRange: null,
    holders: [],
    maker: null,
    assumed: null,
    compiled: false,
    isDisposed: false,
    trained: null,
    place,
    ...given,
  };
}
