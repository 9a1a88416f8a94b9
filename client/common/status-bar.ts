import { type Disposable, l10n, MarkdownString, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import { commands, type ModelInfo } from '../../server/protocol.ts';
import type { Cursor, CursorPlace } from './cursor.ts';
import { statusText } from './shown-text.ts';

/** Shows the layer under the cursor with its output, `conv1 → 112×112×64`, and the model's totals as a tooltip. */
export class StatusBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #subscription: Disposable;

  constructor(cursor: Cursor) {
    this.#item = window.createStatusBarItem('convlens.layer', StatusBarAlignment.Right, 110);
    this.#item.name = 'ConvLens';
    this.#subscription = cursor.onMoved((place) => this.#show(place));
    this.#show(cursor.place);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(place: CursorPlace | null): void {
    const model = place?.info.model;
    if (!place || !model) {
      this.#item.hide();
      return;
    }
    const layer = place.info.layer;
    this.#item.text = `$(layers) ${statusText(layer ? `${layer.label} → ${layer.shape}` : model.name)}`;
    this.#item.tooltip = totals(model);
    this.#item.command = {
      title: l10n.t('Preview Feature Maps'),
      command: commands.preview,
      arguments: [{ uri: place.uri, index: model.index, layer: layer?.index }],
    };
    this.#item.show();
  }
}

function totals(model: ModelInfo): MarkdownString {
  const tooltip = new MarkdownString();
  tooltip.appendMarkdown('**');
  tooltip.appendText(model.name);
  tooltip.appendMarkdown('** · ');
  tooltip.appendText(`${model.shapes}`);
  tooltip.appendMarkdown('\n\n');
  tooltip.appendText(l10n.t('{0} parameters · {1} MACs · {2} layers', model.params, model.macs, model.layers));
  tooltip.appendMarkdown('\n\n');
  tooltip.appendText(l10n.t('Click to preview the feature maps'));
  return tooltip;
}
