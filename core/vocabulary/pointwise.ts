import { elementwiseCost, NO_COST } from './cost.ts';
import type { Attributes, Operator } from './operator.ts';
import { type Phrase, type PhraseWords, phrase } from './phrase.ts';
import { inferSingle } from './shape.ts';

/** What a shape-preserving operator says about itself; everything else follows from its being elementwise. */
export interface PointwiseDefinition
  extends Pick<Operator, 'name' | 'title' | 'doc' | 'family'>,
    Partial<Pick<Operator, 'action' | 'source' | 'attributes' | 'weights' | 'summary' | 'reach'>> {
  /** Operations per element; 0 for what does nothing at inference. */
  readonly operations: number;
}

/** An operator whose output has its input's shape and whose elements see only themselves, unless `reach` says more. */
export function pointwise({ operations, ...definition }: PointwiseDefinition): Operator {
  return {
    takes: 'anything',
    action: 'elementwise',
    attributes: {},
    infer: (_, inputs) => inferSingle(inputs, null, (input) => ({ outputs: [input], facts: [] })),
    weights: () => [],
    cost: (_attributes, _inputs, outputs) => (operations === 0 ? NO_COST : elementwiseCost(outputs[0], operations)),
    reach: () => 'pointwise',
    summary: () => [],
    ...definition,
  };
}

/** `rate 0.5`, for operators with one telling attribute. */
export function summariseAttribute(name: string, words: PhraseWords): (attributes: Attributes) => readonly Phrase[] {
  return (attributes) => {
    const value = attributes[name];
    return typeof value === 'number' || typeof value === 'string' ? [phrase(words, `${value}`)] : [];
  };
}
