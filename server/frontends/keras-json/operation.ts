import * as l10n from '@vscode/l10n';
import type { Layer } from '../../../core/graph/node.ts';
import { type OperatorName, operators } from '../../../core/operators/index.ts';
import { ACTIVATIONS, readAttributes } from '../../../core/vocabulary/attributes.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { items, type JsonNode, member, numberOf, textOf } from '../json/json-tree.ts';
import { inboundApplications } from './references.ts';

/** What an operation computes, in place of what a layer's config says. */
export type ReadOperation = Pick<Layer, 'operator' | 'attributes'> & Partial<Pick<Layer, 'why'>>;

/**
 * Keras 3 saves arithmetic on tensors (`x / 255 - 1`, `keras.ops.relu(x)`) among the layers, by the operation's class
 * and, in its arguments, the numbers. Null for a layer proper.
 */
export function readOperation(node: JsonNode, className: string): ReadOperation | null {
  if (!/(?:^|\.)ops(?:\.|$)/.test(textOf(member(node, 'module')) ?? '')) return null;
  const arity = inboundApplications(node)[0]?.length ?? 0;
  const merge = merges[className];
  if (merge !== undefined && arity > 1) return { operator: merge, attributes: {} };
  const rescale = arity === 1 ? rescaling(node, className) : null;
  if (rescale !== null) return known('rescaling', rescale);
  const activation = className === 'Silu' ? 'swish' : className.charAt(0).toLowerCase() + className.slice(1);
  if (ACTIVATIONS.some((name) => name === activation)) return known('activation', { activation });
  return { operator: 'unknown', attributes: {}, why: l10n.t("no operator describes Keras's operation {0}", className) };
}

const merges: Readonly<Record<string, OperatorName>> = {
  Add: 'add',
  Subtract: 'subtract',
  Multiply: 'multiply',
  Maximum: 'maximum',
  Minimum: 'minimum',
};

/** A number before or behind the tensor. */
function rescaling(node: JsonNode, className: string): Readonly<Record<string, AttributeValue>> | null {
  const [application] = items(member(node, 'inbound_nodes'));
  const [first, second] = items(member(application, 'args'));
  const [before, behind] = [numberOf(first), numberOf(second)];
  const number = before ?? behind;
  if (number === null || (before !== null && behind !== null)) return null;
  switch (className) {
    case 'Add':
      return { scale: 1, offset: number };
    case 'Multiply':
      return { scale: number, offset: 0 };
    case 'Subtract':
      return before === null ? { scale: 1, offset: -number } : { scale: -1, offset: number };
    case 'TrueDivide':
    case 'Divide':
      return before === null && number !== 0 ? { scale: 1 / number, offset: 0 } : null;
    default:
      return null;
  }
}

function known(operator: OperatorName, raw: Readonly<Record<string, AttributeValue>>): ReadOperation {
  return { operator, attributes: readAttributes(operators[operator], raw).attributes };
}
