import type { Graph } from '../../../core/graph/node.ts';
import type { JsonNode } from '../json/json-tree.ts';
import type { LayerObject } from './read-layer-object.ts';

/** A layer's object with what it was read as. */
export interface Entry extends LayerObject {
  readonly node: JsonNode;
}

/** Layers and nodes of a model, before it has a name. */
export type Connected = Pick<Graph, 'layers' | 'nodes' | 'inputs' | 'outputs' | 'facts'>;
