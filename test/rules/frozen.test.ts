import { expect, it } from 'vitest';
import { Work } from '../../core/graph/work.ts';
import { layerEdits } from '../../server/frontends/edits/layer-edits.ts';
import { runRules } from '../../server/rules/index.ts';
import { attribute, GraphFixture } from '../frontends/graph-model/graph-fixture.ts';

it('a frozen graph brings no advice to design it otherwise', () => {
  const analysis = new GraphFixture()
    .input('x', [1, 10, 10, 3])
    .kernel('w', [3, 3, 3, 8])
    .operation('conv', 'Conv2D', ['x', 'w'], {
      data_format: attribute.text('NHWC'),
      padding: attribute.text('VALID'),
      strides: attribute.integers([1, 2, 2, 1]),
      dilations: attribute.integers([1, 1, 1, 1]),
    })
    .analyse();
  const rulesFor = (kind: 'graph' | 'functional') =>
    runRules(
      [{ ...analysis, graph: { ...analysis.graph, kind } }],
      { edits: layerEdits(() => null) },
      new Work(),
    ).findings.map(({ rule }) => rule);
  expect(rulesFor('functional')).toContain('dropped-border');
  expect(rulesFor('graph')).toEqual([]);
});
