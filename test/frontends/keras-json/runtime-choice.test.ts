import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { printShape } from '../../../core/vocabulary/dimension.ts';
import { analyseFile } from '../../../server/analysis/file-analysis.ts';
import type { Runtime } from '../../../server/frontends/frontend.ts';
import { tf } from '../../oracle/index.ts';
import { read } from './read.ts';

const shape = [null, 8, 8, 4];
const layer = (class_name: string, config: object) => ({ class_name, config: { name: class_name, ...config } });
const sequential = (...layers: readonly object[]) => ({ class_name: 'Sequential', config: { name: 'net', layers } });

const grouped = layer('Conv2D', { batch_input_shape: shape, filters: 8, kernel_size: [3, 3], groups: 2 });
const dilated = layer('DepthwiseConv2D', { batch_input_shape: shape, kernel_size: [3, 3], dilation_rate: [2, 2] });
const appended = layer('Conv2DTranspose', {
  ...{ batch_input_shape: shape, filters: 2, kernel_size: [3, 3] },
  ...{ strides: [2, 2], padding: 'same', output_padding: [0, 0] },
});
const kept = layer('GlobalAveragePooling2D', { batch_input_shape: shape, keepdims: true });
const open = layer('Reshape', { batch_input_shape: shape, target_shape: [-1] });
const dense = layer('Dense', { units: 2 });
const start3 = layer('InputLayer', { batch_shape: shape });

function analysed(file: object, runtime?: Runtime): GraphAnalysis {
  return analyseGraph(read(JSON.stringify(file), { runtime }).models[0]!);
}

/** Output shape and parameters of the last layer. */
function figures(file: object, runtime?: Runtime): string {
  const { layers, nodes } = analysed(file, runtime);
  return `${printShape(nodes.at(-1)!.outputs[0]!)} ${layers.at(-1)!.params.total}`;
}

const rulesOf = (file: object, runtime?: Runtime) =>
  analyseFile('file:///net.json', JSON.stringify(file), { read: () => null }, { runtime }).findings.map(
    ({ rule }) => rule,
  );

describe('figures of a saved model are those of what runs it', () => {
  // Keras's by its documentation: a grouped kernel is 3·3·(4/2)·8; output sizes are (n−1)s + k − 2p + output padding.
  it.each([
    ['groups', grouped, '[?, 6, 6, 8] 152'],
    ['dilation of a depthwise convolution', dilated, '[?, 4, 4, 4] 40'],
    ['output padding', appended, '[?, 15, 15, 2] 74'],
    ['kept axes', kept, '[?, 1, 1, 4] 0'],
  ])('%s', async (_, only, keras) => {
    const model = sequential(only);
    expect(figures(model, 'keras')).toBe(keras);
    expect(rulesOf(model, 'keras')).not.toContain('ignored-argument');
    expect(rulesOf(model)).toContain('ignored-argument');

    const loaded = await tf.loadLayersModel({ load: async () => ({ modelTopology: model }) });
    const [batch, ...sizes] = loaded.outputs[0]!.shape;
    expect(batch).toBeNull();
    const measured = `[?, ${sizes.join(', ')}] ${loaded.countParams()}`;
    expect(figures(model, 'tensorflow.js')).toBe(measured);
    expect(figures(model)).toBe(measured);
    expect(measured).not.toBe(keras);
  });

  it('by what the file says, whatever the settings are', () => {
    const model = sequential(grouped);
    for (const file of [
      { format: 'layers-model', modelTopology: model },
      { modelTopology: { model_config: model } },
      { convertedBy: 'TensorFlow.js Converter v4.22.0', model_config: model },
    ]) {
      expect(figures(file, 'keras')).toBe('[?, 6, 6, 8] 296');
    }
    expect(figures({ keras_version: '2.15.0', model_config: model }, 'keras')).toBe('[?, 6, 6, 8] 152');
  });

  it('Keras’s where only that can load the file and nobody says otherwise', () => {
    const model = sequential(start3, layer('Conv2D', { filters: 8, kernel_size: [3, 3], groups: 2 }));
    expect(figures(model)).toBe('[?, 6, 6, 8] 152');
    expect(rulesOf(model)).toEqual([]);
    expect(figures(model, 'tensorflow.js')).toBe('[?, 6, 6, 8] 296');
    expect(rulesOf(model, 'tensorflow.js')).toEqual(['graph-error', 'ignored-argument']);
  });
});

describe('what TensorFlow.js lacks is not said of a model for Keras', () => {
  it.each([
    [
      'layers',
      sequential(
        layer('Conv2D', { batch_input_shape: shape, filters: 8, kernel_size: [3, 3] }),
        layer('GroupNormalization', { groups: 4 }),
      ),
    ],
    [
      'a row that is flattened again',
      sequential(layer('InputLayer', { batch_input_shape: [null, 4] }), layer('Flatten', {}), dense),
    ],
    [
      'layers of others',
      sequential(
        layer('InputLayer', { batch_input_shape: shape }),
        layer('MultiHeadAttention', { num_heads: 2, key_dim: 2 }),
      ),
    ],
    [
      'causal convolutions',
      sequential(layer('Conv1D', { batch_input_shape: [null, 9, 2], filters: 2, kernel_size: [3], padding: 'causal' })),
    ],
    ['a -1 that is worked out', sequential(open, dense)],
    ['activations', sequential(layer('Dense', { batch_input_shape: [null, 4], units: 2, activation: 'hard_silu' }))],
    [
      'activations that no operator describes',
      sequential(layer('Dense', { batch_input_shape: [null, 4], units: 2, activation: 'celu' })),
    ],
  ])('%s', (_, model) => {
    expect(rulesOf(model, 'keras')).toEqual([]);
    expect(rulesOf(model, 'tensorflow.js')).toHaveLength(1);
  });

  it('knows no figures of a GRU that resets behind the recurrent product', () => {
    const gru = (config: object) => sequential(layer('GRU', { batch_input_shape: [null, 9, 3], units: 2, ...config }));
    expect(analysed(gru({ reset_after: true }), 'keras').layers.at(-1)!.params.total).toBeNull();
    expect(analysed(gru({}), 'keras').layers.at(-1)!.params.total).toBeNull();
    expect(analysed(gru({ reset_after: false }), 'keras').layers.at(-1)!.params.total).toBe(36);
  });
});
