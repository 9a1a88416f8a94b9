import type { GraphFact, Layer, Node } from '../../../core/graph/node.ts';
import { impliedInput } from '../implied-input.ts';
import { type JsonNode, member } from '../json/json-tree.ts';
import { placeAt, type Reading } from '../json/reading.ts';
import { builtShape } from './built-shape.ts';
import type { Connected, Entry } from './entry.ts';

/** Puts layers one behind the other, behind an input layer of the shape that the first one fixes. */
export function chainSequential(entries: readonly Entry[], config: JsonNode, reading: Reading): Connected {
  const [first] = entries;
  if (!first) return { layers: [], nodes: [], inputs: [], outputs: [], facts: [] };
  const facts: GraphFact[] = [];
  const layers: Layer[] = entries.map(({ layer }) => layer);
  if (first.layer.operator !== 'inputLayer') {
    const shape = first.inputShape ?? builtShape(member(config, 'build_input_shape'));
    if (shape === null && first.layer.operator !== 'model') facts.push(missingShape(first, reading));
    layers.unshift(impliedInput(first.layer.label, shape ?? []));
  }
  const nodes: Node[] = layers.map((_, layer) => ({
    layer,
    inputs: layer === 0 ? [] : [{ node: layer - 1, output: 0 }],
  }));
  return {
    layers,
    nodes,
    inputs: [{ node: 0, output: 0 }],
    outputs: [{ node: nodes.length - 1, output: 0 }],
    facts,
  };
}

function missingShape(first: Entry, reading: Reading): GraphFact {
  const place = first.layer.source && placeAt(reading, first.layer.source.name);
  return { kind: 'missing-input-shape', layer: first.layer.label, place };
}
