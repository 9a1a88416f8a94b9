import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { printShape } from '../../core/vocabulary/dimension.ts';
import type { AttributeValue, Shape } from '../../core/vocabulary/operator.ts';
import { actionOf, keepsAxes, layerOf, placeOf } from './support/facts.ts';
import type { Rule } from './support/rule.ts';
import { printValue } from './support/words.ts';

export const wrongAxis: Rule = {
  id: 'wrong-axis',
  severity: 'warning',
  title: 'Layer along another axis than the channels',
  docs: {
    what: 'A batch normalisation whose `axis`, or a convolution or pooling whose `dataFormat`, takes for the channels what are not the channels of the convolution before it.',
    why: 'The layer is built and runs. The normalisation has a mean for each column of the image instead of each channel, and the pooling shrinks the channels together with one side of the image.',
    fix: 'Say the same `dataFormat` in every layer; a batch normalisation behind `channelsFirst` needs `axis: 1`.',
    bad: "const dataFormat = 'channelsFirst';\ntf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [3, 28, 28], filters: 8, kernelSize: 3, dataFormat }),\n    tf.layers.batchNormalization(),\n  ],\n});",
    good: "const dataFormat = 'channelsFirst';\ntf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [3, 28, 28], filters: 8, kernelSize: 3, dataFormat }),\n    tf.layers.batchNormalization({ axis: 1 }),\n  ],\n});",
  },
  *check(model, context) {
    const layouts = layoutsOf(model);
    for (const [node, { inputs }] of model.graph.nodes.entries()) {
      const before = inputs[0] && layouts[inputs[0].node];
      const found = before ? disagreement(model, node, before) : null;
      const place = found && placeOf(found.layer, found.attribute);
      if (!place) continue;
      const { layer, attribute, value, message } = found;
      const maker = placeOf(before!.maker, 'dataFormat');
      const edits = context.edits.set(layer, attribute, value);
      yield {
        rule: wrongAxis.id,
        message,
        place,
        related: maker
          ? [
              {
                message: putsChannels(before!),
                place: maker,
              },
            ]
          : [],
        fixes: edits ? [{ title: l10n.t('Use {0}: {1}', attribute, printValue(value)), edits, safe: false }] : [],
      };
    }
  },
};

/** Where the channels are, and the convolution that put them there. */
interface Layout {
  readonly format: 'channelsFirst' | 'channelsLast';
  readonly maker: Layer;
}

/** The layout of what each application gives, as long as nothing moves the axes. */
function layoutsOf({ graph }: GraphAnalysis): readonly (Layout | null)[] {
  const layouts: (Layout | null)[] = [];
  for (const { layer: at, inputs } of graph.nodes) {
    const layer = graph.layers[at]!;
    const action = actionOf(layer);
    const { dataFormat } = layer.attributes;
    const isMade = (action === 'mixing' || action === 'filtering') && 'kernelSize' in layer.attributes;
    const before = inputs[0] ? (layouts[inputs[0].node] ?? null) : null;
    const own: Layout | null =
      dataFormat === 'channelsFirst' || dataFormat === 'channelsLast' ? { format: dataFormat, maker: layer } : null;
    layouts.push(isMade ? own : keepsAxes(layer) ? before : null);
  }
  return layouts;
}

/** A layer that takes another axis for the channels, and the argument that would mend it. */
interface Disagreement {
  readonly layer: Layer;
  readonly attribute: string;
  readonly value: AttributeValue;
  readonly message: string;
}

function disagreement(model: GraphAnalysis, node: number, before: Layout): Disagreement | null {
  const layer = layerOf(model, node);
  const [input = []] = model.nodes[node]!.inputs;
  if (input.length < 3) return null;
  return actionOf(layer) === 'batch-normalising' ? normalised(layer, input, before) : windowed(layer, input, before);
}

function normalised(layer: Layer, input: Shape, { format, maker }: Layout): Disagreement | null {
  const { axis } = layer.attributes;
  const channels = format === 'channelsFirst' ? 1 : input.length - 1;
  if (typeof axis !== 'number' || (axis < 0 ? axis + input.length : axis) === channels) return null;
  const message = l10n.t(
    '{0} normalises along axis {1} of {2}, and the channels of {3} are axis {4}.',
    layer.label,
    axis,
    printShape(input),
    maker.label,
    channels,
  );
  return { layer, attribute: 'axis', value: format === 'channelsFirst' ? 1 : -1, message };
}

/** A layer that has a format of its own. Sequences have none in TensorFlow.js, and flattening puts all axes in one. */
function windowed(layer: Layer, input: Shape, { format, maker }: Layout): Disagreement | null {
  const { dataFormat } = layer.attributes;
  if (input.length < 4 || actionOf(layer) === 'flattening') return null;
  if ((dataFormat !== 'channelsFirst' && dataFormat !== 'channelsLast') || dataFormat === format) return null;
  const figures = [layer.label, printShape(input), maker.label];
  const message =
    format === 'channelsFirst'
      ? l10n.t('{0} looks for the channels of {1} last, and {2} puts them first.', ...figures)
      : l10n.t('{0} looks for the channels of {1} first, and {2} puts them last.', ...figures);
  return { layer, attribute: 'dataFormat', value: format, message };
}

function putsChannels({ format, maker }: Layout): string {
  return format === 'channelsFirst'
    ? l10n.t('{0} puts the channels first.', maker.label)
    : l10n.t('{0} puts the channels last.', maker.label);
}
