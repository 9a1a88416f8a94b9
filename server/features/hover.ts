import * as l10n from '@vscode/l10n';
import type { Range } from '../../core/graph/node.ts';
import { markdownName, markdownText } from '../../core/text/markdown.ts';
import { callAt } from '../analysis/call-index.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { commands } from '../protocol.ts';
import { argumentMarkdown } from './argument.ts';
import { callMarkdown } from './call-site.ts';
import { commandLink } from './command-link.ts';
import { layerMarkdown } from './layer-markdown.ts';
import { instancesOf, type LayerView, printOutput } from './layer-view.ts';

/** What to show at a position: Markdown whose links are commands of the client, and the text that it is about. */
export interface Hover {
  readonly markdown: string;
  readonly range: Range;
}

/** The layer or the argument at an offset, with its figures; null where there is neither. */
export function hover(file: FileAnalysis, offset: number): Hover | null {
  const found = file.positions.at(offset);
  if (!found) return hoverCall(file, offset);
  const views = instancesOf(file, found.site);
  const [first] = views;
  if (!first) return null;
  const argument = found.argument && argumentMarkdown(first, found.argument.name);
  if (argument) return { markdown: argument, range: found.range };
  const parts = [layerMarkdown(first), ...instanceList(views), links(file.uri, first)];
  return { markdown: parts.join('\n\n'), range: found.argument ? found.site.source.name : found.range };
}

/** A call of a helper that makes layers, on its name and on its arguments. */
function hoverCall(file: FileAnalysis, offset: number): Hover | null {
  const site = callAt(file, offset);
  const markdown = site && callMarkdown(file, site);
  if (!site || !markdown) return null;
  return { markdown, range: offset <= site.name.end ? site.name : site.range };
}

/** `16 instances: #1 conv2d → 56×56×64, … #16 conv2d_15 → 7×7×512` for a line that runs several times. */
function instanceList(views: readonly LayerView[]): string[] {
  if (views.length < 2) return [];
  const items = views.map(({ layer, node }, index) => {
    const output = printOutput(node?.outputs[0]);
    return `#${index + 1} ${markdownName(layer.label)}${output ? ` → ${markdownText(output)}` : ''}`;
  });
  const shown = items.length <= mostInstances ? items : [...items.slice(0, mostInstances - 1), '…', items.at(-1)!];
  return [
    l10n.t('This line makes {0} layers; the figures are those of the first. {1}', views.length, shown.join(' · ')),
  ];
}

const mostInstances = 8;

function links(uri: string, { ref }: LayerView): string {
  const argument = { uri, index: ref.model, layer: ref.layer };
  return [
    commandLink(l10n.t('Preview feature maps'), commands.preview, argument),
    commandLink(l10n.t('Explain'), commands.explain, argument),
    commandLink(l10n.t('Copy as Markdown'), commands.copyMarkdown, argument),
  ].join(' · ');
}
