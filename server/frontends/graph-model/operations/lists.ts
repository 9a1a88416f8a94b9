/** Lists of tensors, which loops fill and read: TensorFlow's TensorList and its older TensorArray. */
import { add, type Dimension, isKnown } from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import { joinElements, joinLists } from '../join.ts';
import { integerAttribute, type NodeDef, shapeAttribute } from '../node-def.ts';
import { type Outcome, outcome, type Rules } from '../operation.ts';
import { type ListContent, lengthOf, scalarOf, type Tensor, tensor } from '../tensor.ts';

export const lists: Rules = {
  TensorListReserve: ({ inputs: [element, length] }) => list(wholeShape(element) ?? 'unset', scalarOf(length)),
  EmptyTensorList: ({ inputs: [element] }) => list(wholeShape(element) ?? 'unset', 0),
  TensorListFromTensor: ({ inputs: [input] }) => list(restOf(input), input?.shape?.[0] ?? null),
  TensorListScatter: ({ inputs: [input] }) => list(restOf(input), null),
  TensorListScatterV2: ({ inputs: [input, , , length] }) => {
    const given = scalarOf(length);
    return list(restOf(input), isKnown(given) && given < 0 ? null : given);
  },
  TensorListSplit: ({ inputs: [, , lengths] }) => list(null, lengthOf(lengths)),
  TensorListSetItem: ({ inputs: [own, , item] }) => filled(own, item?.shape ?? null),
  TensorListPushBack: ({ inputs: [own, item] }) =>
    list(joinElements(own?.list?.element ?? null, item?.shape ?? null), own?.list ? add(own.list.length, 1) : null),
  TensorListPopBack: ({ inputs: [own, element] }) =>
    outcome([holding(own?.list?.element ?? null, null), tensor(elementOf(own, wholeShape(element)))]),
  TensorListResize: ({ inputs: [own, length] }) => list(own?.list?.element ?? null, scalarOf(length)),
  TensorListConcatLists: ({ inputs: [a, b] }) => {
    const joined = joinLists(a?.list, b?.list);
    return list(joined?.element ?? null, joined ? add(a!.list!.length, b!.list!.length) : null);
  },
  TensorListLength: ({ inputs: [own] }) => outcome([tensor([], [own?.list?.length ?? null])]),
  TensorListGetItem: ({ inputs: [own, , element] }) => outcome([tensor(elementOf(own, wholeShape(element)))]),
  TensorListGather: ({ inputs: [own, indices, element] }) =>
    stack(lengthOf(indices) ?? indices?.shape?.[0] ?? null, elementOf(own, wholeShape(element))),
  TensorListStack: ({ def, inputs: [own, element] }) =>
    stack(own?.list?.length ?? counted(def), elementOf(own, wholeShape(element))),
  TensorListConcat: ({ def, inputs: [own] }) => concatenated(own, def),
  TensorListConcatV2: ({ def, inputs: [own] }) => concatenated(own, def),

  // What an array holds is known of its flow, which every write hands on.
  TensorArrayV3: ({ def, inputs: [length] }) => {
    const content = holding(shapeOf(def) ?? 'unset', scalarOf(length));
    return outcome([content, content]);
  },
  TensorArrayScatterV3: ({ inputs: [, , value, flow] }) => filled(flow, restOf(value)),
  TensorArrayWriteV3: ({ inputs: [, , value, flow] }) => filled(flow, value?.shape ?? null),
  TensorArraySplitV3: ({ inputs: [, , , flow] }) => filled(flow, null),
  TensorArrayReadV3: ({ inputs: [, , flow] }) => outcome([tensor(elementOf(flow, null))]),
  TensorArrayGatherV3: ({ def, inputs: [, indices, flow] }) =>
    stack(lengthOf(indices) ?? indices?.shape?.[0] ?? null, elementOf(flow, shapeOf(def))),
  TensorArrayConcatV3: ({ def, inputs: [, flow] }) => concatenated(flow, def),
  TensorArraySizeV3: ({ inputs: [handle] }) => outcome([tensor([], [handle?.list?.length ?? null])]),
  TensorArrayCloseV3: () => outcome([tensor([])]),
};

function holding(element: ListContent['element'], length: Dimension): Tensor {
  return { ...tensor([]), list: { element, length } };
}

function list(element: ListContent['element'], length: Dimension): Outcome {
  return outcome([holding(element, length)]);
}

/** The list with another element in one of its places. */
function filled(own: Tensor | undefined, element: Shape | null): Outcome {
  return list(own?.list ? joinElements(own.list.element, element) : null, own?.list?.length ?? null);
}

function stack(length: Dimension, element: Shape | null): Outcome {
  return outcome([tensor(element && [length, ...element])]);
}

/** Elements may differ in their first size, so that the sum of these sizes is unknown. */
function concatenated(own: Tensor | undefined, def: NodeDef): Outcome {
  const element = elementOf(own, shapeOf(def));
  return outcome([tensor(element && [null, ...element.slice(1)]), tensor([own?.list?.length ?? null])]);
}

/** The shape of an element: what was put in, else what the program says of it. */
function elementOf(own: Tensor | undefined, stated: Shape | null): Shape | null {
  const element = own?.list?.element ?? null;
  return element === 'unset' ? stated : (element ?? stated);
}

function restOf(input: Tensor | undefined): Shape | null {
  return input?.shape?.slice(1) ?? null;
}

/** A shape given as a tensor; null while one of its sizes is open. */
function wholeShape(given: Tensor | undefined): Shape | null {
  const sizes = given?.values;
  if (!sizes || given?.shape?.length !== 1) return null;
  return sizes.every((size) => isKnown(size) && size >= 0) ? sizes : null;
}

function shapeOf(def: NodeDef): Shape | null {
  const shape = shapeAttribute(def, 'element_shape') ?? shapeAttribute(def, 'element_shape_except0');
  return shape?.every(isKnown) && shape.length > 0 ? shape : null;
}

function counted(def: NodeDef): Dimension {
  const count = integerAttribute(def, 'num_elements');
  return count === null || count < 0 ? null : count;
}
