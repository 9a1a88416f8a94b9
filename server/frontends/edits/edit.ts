import type { Layer, Range } from '../../../core/graph/node.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';

/** A change of a file's text. */
export interface Edit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

/**
 * What can be changed in the text that makes a layer, whatever language that is. An answer is null where the text shows
 * no literal to change: because a value is computed, or a config is a variable that others may share.
 */
export interface LayerEdits {
  /** Gives an attribute another value: over the one that is written, or as a further argument. */
  set(layer: Layer, attribute: string, value: AttributeValue): readonly Edit[] | null;
  /** Adds an argument after those that are there. */
  insert(layer: Layer, attribute: string, value: AttributeValue): readonly Edit[] | null;
  /** Takes an argument out, with its comma, and with its line when it has one to itself. */
  remove(layer: Layer, attribute: string): readonly Edit[] | null;
  /** Spells the name of an argument differently. */
  rename(layer: Layer, written: string, name: string): readonly Edit[] | null;
  /** Puts a layer without arguments before this one. */
  insertBefore(layer: Layer, factory: string): readonly Edit[] | null;
  /** Makes another layer of this one, with its arguments. */
  replace(layer: Layer, factory: string): readonly Edit[] | null;
  /**
   * Whether an edit gives an argument, without taking another away, to a text that says all arguments itself and spreads
   * nothing that differs from one call to the next: what else it makes gets the argument as well, and no worse.
   */
  mayReachOthers(edit: Edit): boolean;
  /** The layer that an edit was made for; null for an edit from elsewhere. */
  layerOf(edit: Edit): Layer | null;
}
