import { expect, it } from 'vitest';
import { operators } from '../../core/operators/index.ts';
import type { OperatorTable } from '../../core/vocabulary/operator.ts';
import { tfjsLayers } from '../../server/frontends/layer-table.ts';
import { tf } from '../oracle/index.ts';

const table: OperatorTable = operators;
const factories = new Map<string, unknown>(Object.entries(tf.layers));

/** Layers that no key is required of: with an empty config each can be made. */
const optional = tfjsLayers.filter(
  ({ operator }) => !Object.values(table[operator]!.attributes).some(({ required }) => required) && works(operator, {}),
);

function works(operator: string, ...config: readonly object[]): boolean {
  const factory = factories.get(operator);
  try {
    if (typeof factory === 'function') Reflect.apply(factory, null, config);
    return true;
  } catch {
    return false;
  }
}

it.each(optional)('$operator says whether TensorFlow.js makes it without a config', ({ operator, needsConfig }) => {
  expect(works(operator)).toBe(!needsConfig);
});

it.each(['batchNormalisation', 'unitNormalization', 'Dense'])('TensorFlow.js has no factory %s', (name) => {
  expect(factories.has(name)).toBe(false);
});
