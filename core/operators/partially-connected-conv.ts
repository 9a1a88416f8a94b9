import { dimensionsOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { type Dimension, isKnown, multiply, product } from '../vocabulary/dimension.ts';
import type { Attributes, Fact, Operator } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { splitMaps } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';
import { windowed } from '../vocabulary/windowed.ts';
import { convolutionWindows, linearCost, summariseKernel, withBias } from './conv.ts';

export const partiallyConnectedConv2d: Operator = {
  name: 'partiallyConnectedConv2d',
  title: '2-D partially connected convolution',
  doc: 'A convolution whose filters each see the input channels that a table lists, and no others. It breaks the symmetry between filters and saves the weights of the connections that are left out.',
  source:
    'LeCun et al., Gradient-Based Learning Applied to Document Recognition, Proceedings of the IEEE 1998, table I',
  family: 'convolution',
  action: 'filtering',
  attributes: {
    connections: {
      kind: 'table',
      required: true,
      doc: 'For each filter, the indices of the input channels that it sees. As many filters as rows.',
    },
    kernelSize: rows.kernelSize(2),
    strides: rows.strides(2),
    padding: rows.padding(2),
    dilationRate: rows.dilationRate(2),
    activation: rows.activation,
    useBias: rows.useBias,
    dataFormat: rows.dataFormat,
    flip: rows.flip,
    ...rows.kernelData,
    ...rows.biasData,
  },
  ...windowed({
    rank: 2,
    windows: (attributes, input) => convolutionWindows(2, attributes, input),
    channels: filtersOf,
    facts: missingChannels,
  }),
  // One k×k kernel per connection, in the table's order, row by row.
  weights: (attributes) => {
    const shape = [...dimensionsOf(attributes, 'kernelSize', 2), connectionsOf(attributes)];
    const kernel = { name: 'connection_kernel', shape, trainable: true, initializer: 'glorot' } as const;
    return withBias([kernel], attributes, filtersOf(attributes));
  },
  // ∏o · connections · ∏k
  cost: (attributes, _, outputs) => {
    const taps = product(dimensionsOf(attributes, 'kernelSize', 2));
    const positions = outputs[0] === undefined ? null : product(splitMaps(outputs[0], attributes).spatial);
    return linearCost(attributes, multiply(positions, multiply(connectionsOf(attributes), taps)), outputs);
  },
  summary: (attributes) => {
    const [filters, connections] = [filtersOf(attributes), connectionsOf(attributes)];
    const known = isKnown(filters) && isKnown(connections);
    return summariseKernel(2, attributes, known ? phrase('{0} filters, {1} connections', filters, connections) : null);
  },
};

/** The table's rows; null where it is unknown. A row that is unknown is null itself. */
export function connectionTable(attributes: Attributes): readonly (readonly number[] | null)[] | null {
  const table = attributes.connections;
  if (!Array.isArray(table)) return null;
  return table.map((row) => {
    const channels = Array.isArray(row) ? row.filter((channel) => typeof channel === 'number') : [];
    return Array.isArray(row) && channels.length === row.length ? channels : null;
  });
}

function filtersOf(attributes: Attributes): Dimension {
  return connectionTable(attributes)?.length ?? null;
}

function connectionsOf(attributes: Attributes): Dimension {
  const table = connectionTable(attributes);
  if (table === null) return null;
  return table.reduce<number | null>((total, row) => (total === null || row === null ? null : total + row.length), 0);
}

function missingChannels(attributes: Attributes, channels: Dimension): readonly Fact[] {
  const table = connectionTable(attributes);
  if (table === null || !isKnown(channels)) return [];
  if (!table.some((row) => row?.some((channel) => channel >= channels))) return [];
  const expected = told('channels of the input, from 0 to {0}', channels - 1);
  const value = attributes.connections ?? null;
  return [{ kind: 'invalid-argument', attribute: 'connections', value, expected }];
}
