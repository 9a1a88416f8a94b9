import { describe, expect, it } from 'vitest';
import { loading } from '../../oracle/index.ts';
import { read } from './read.ts';

const input = { class_name: 'InputLayer', name: 'in', inbound_nodes: [] };
const conv = { class_name: 'Conv2D', name: 'c', config: { name: 'c', filters: 2, kernel_size: [3, 3] } };
const shape = [null, 8, 8, 1];
const old = { ...input, config: { name: 'in', batch_input_shape: shape } };
const keras3 = { ...input, config: { name: 'in', batch_shape: shape } };
const tensor = { class_name: '__keras_tensor__', config: { shape, dtype: 'float32', keras_history: ['in', 0, 0] } };

const sequential = (...layers: readonly object[]) => ({ class_name: 'Sequential', config: { name: 'net', layers } });

interface Ends {
  readonly from?: unknown;
  readonly to?: unknown;
}

const functional = (nodes: unknown, { from = [['in', 0, 0]], to = [['c', 0, 0]] }: Ends = {}) => ({
  class_name: 'Functional',
  config: { name: 'net', layers: [old, { ...conv, inbound_nodes: nodes }], input_layers: from, output_layers: to },
});

const lists = [[['in', 0, 0, {}]]];

/** What is said against loading a model, and the text that it is said of. */
function faults(file: object): readonly string[] {
  const text = JSON.stringify(file);
  return read(text).models.flatMap(({ facts }) =>
    facts.flatMap((fact) => {
      if (fact.kind !== 'graph-error' || !fact.place) return [];
      expect(fact.detail).toContain('TensorFlow.js');
      return [text.slice(fact.place.range.start, fact.place.range.end)];
    }),
  );
}

const load = (topology: object) => loading({ modelTopology: topology });

describe('what TensorFlow.js does not load is told once, where it stands', () => {
  it.each([
    ['batch_shape', sequential(keras3, conv), shape],
    ['batch_shape in a nested model', sequential(sequential(keras3, conv)), shape],
    ['records of connections', functional([{ args: [tensor], kwargs: {} }]), { args: [tensor], kwargs: {} }],
    ['outputs that lack brackets', functional(lists, { to: ['c', 0, 0] }), ['c', 0, 0]],
    ['inputs that lack brackets', functional(lists, { from: ['in', 0, 0] }), ['in', 0, 0]],
    ['inputs by name', functional(lists, { from: { a: ['in', 0, 0] } }), { a: ['in', 0, 0] }],
    ['outputs by name', functional(lists, { to: { a: ['c', 0, 0] } }), { a: ['c', 0, 0] }],
  ])('%s', async (_, topology, at) => {
    expect(faults({ format: 'layers-model', modelTopology: topology })).toEqual([JSON.stringify(at)]);
    expect(await load(topology)).toBe('throws');
    // Keras reads it.
    expect(faults(topology)).toEqual([]);
  });

  it('connections that lack brackets, behind which TensorFlow.js does not come to an end', {
    timeout: 60_000,
  }, async () => {
    const topology = functional([['in', 0, 0, {}]]);
    expect(faults({ format: 'layers-model', modelTopology: topology })).toEqual([JSON.stringify(['in', 0, 0, {}])]);
    expect(await load(topology)).toBe('never ends');
  });

  it.each([
    ['batch_input_shape', sequential(old, conv)],
    ['lists of connections', functional(lists)],
    ['a nested model', sequential(sequential(old, conv), { class_name: 'Flatten', config: { name: 'f' } })],
  ])('not %s', async (_, topology) => {
    expect(faults({ format: 'layers-model', modelTopology: topology })).toEqual([]);
    expect(await load(topology)).toBe('loads');
  });
});
