import * as l10n from '@vscode/l10n';
import { inputShape } from '../../../core/operators/input-layer.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { aliasOps, type Constants, constantOps } from './constants.ts';
import { applyHints, outputHints } from './hints.ts';
import { type InputName, type NodeDef, shapeAttribute } from './node-def.ts';
import { type Outcome, outcome, unknownOutcome } from './operation.ts';
import { ruleFor } from './operations/index.ts';
import type { Signature } from './signature.ts';
import { batch, ownOutput, type Tensor, tensor, unknownTensor } from './tensor.ts';

const placeholderOps: ReadonlySet<string> = new Set(['Placeholder', 'PlaceholderWithDefault']);

export function isPlaceholder({ op }: NodeDef): boolean {
  return placeholderOps.has(op);
}

/** What the operations make, found out one by one in an order in which they can be executed. */
export class Inference {
  readonly #constants: Constants;
  readonly #signature: Signature;
  readonly #outputs = new Map<string, readonly Tensor[]>();

  constructor(constants: Constants, signature: Signature) {
    this.#constants = constants;
    this.#signature = signature;
  }

  /** The tensor of that name; null when no operation before is called so. */
  at({ name, output }: InputName): Tensor | null {
    const outputs = this.#outputs.get(name);
    return outputs === undefined ? null : (outputs[output] ?? unknownTensor);
  }

  has(name: string): boolean {
    return this.#outputs.has(name);
  }

  /** What an operation makes of these operands; null for constants, which only stand there. */
  add(def: NodeDef, inputs: readonly Tensor[]): Outcome | null {
    const constant = this.#constant(def, inputs);
    if (constant) {
      this.#outputs.set(def.name, [constant]);
      return null;
    }
    const made = isPlaceholder(def) ? this.#placeholder(def) : operate(def, inputs);
    const result = keepList(def, inputs, applyHints(made, outputHints(def, this.#signature)));
    this.#outputs.set(def.name, result.outputs);
    return result;
  }

  #constant(def: NodeDef, [input]: readonly Tensor[]): Tensor | null {
    if (constantOps.has(def.op)) return this.#constants.read(def);
    return aliasOps.has(def.op) && input?.constant ? input : null;
  }

  #placeholder(def: NodeDef): Outcome {
    const declared = this.#signature.inputs.find(({ name }) => name === def.name)?.shape ?? null;
    const sizes = shapeAttribute(def, 'shape') ?? declared;
    if (sizes === null) return unknownOutcome(l10n.t('the graph does not say which shape goes in'));
    if (sizes.length === 0) return outcome([tensor([])], { reach: 'pointwise' });
    const named: Shape = inputShape({ batchInputShape: sizes }) ?? sizes;
    return outcome([tensor(named[0] === null ? [batch, ...named.slice(1)] : named)], { reach: 'pointwise' });
  }
}

function operate(def: NodeDef, inputs: readonly Tensor[]): Outcome {
  if (inputs.includes(ownOutput)) return unknownOutcome(l10n.t('it takes its own output, by way of others'));
  const rule = ruleFor(def.op);
  return rule === null
    ? unknownOutcome(l10n.t('the operation {0} is not described here', def.op))
    : rule({ def, inputs });
}

/** What passes a tensor on passes on the list that it stands for. */
function keepList({ op }: NodeDef, [input]: readonly Tensor[], made: Outcome): Outcome {
  const [first, ...others] = made.outputs;
  if (!aliasOps.has(op) || !input?.list || !first) return made;
  return { ...made, outputs: [{ ...first, list: input.list }, ...others] };
}
