import * as l10n from '@vscode/l10n';
import { formatCount, formatExact } from '../../core/graph/print.ts';
import { plainName } from '../../core/text/label.ts';
import { markdownCode, markdownName, markdownText } from '../../core/text/markdown.ts';
import type { Dimension } from '../../core/vocabulary/dimension.ts';
import { add } from '../../core/vocabulary/dimension.ts';
import type { CallSite } from '../analysis/call-index.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { table } from './layer-markdown.ts';
import { type LayerView, printOutput, printShare, viewLayer } from './layer-view.ts';

/** What the runs of a call make, each run's layers in the order in which they run. */
export function runsOf({ models }: FileAnalysis, { runs }: CallSite): LayerView[][] {
  return runs.map((refs) => refs.flatMap((ref) => viewLayer(models, ref) ?? [])).filter((run) => run.length > 0);
}

/** The shape behind the last layer of each run; null for a run whose shape is unknown. */
export function outputsOf(runs: readonly (readonly LayerView[])[]): (string | null)[] {
  return runs.map((run) => printOutput(run.at(-1)?.node?.outputs[0]));
}

/** A call of a helper as Markdown: how many layers, what comes in and out, and what they cost together. */
export function callMarkdown(file: FileAnalysis, site: CallSite): string | null {
  const runs = runsOf(file, site);
  const [first] = runs;
  if (!first) return null;
  const name = file.text.slice(site.name.start, site.name.end);
  const times = runs.length > 1 ? l10n.t(', run {0} times: the figures are those of the first', runs.length) : '';
  const [input] = first[0]?.node?.inputs ?? [];
  const shapes = [printOutput(input), outputsOf([first])[0]].map((shape) => markdownCode(shape ?? '?')).join(' → ');
  const params = total(first.map(({ analysis }) => analysis.params.total));
  const macs = total(first.map(({ node }) => node?.cost.macs ?? null));
  const share = printShare(macs, first[0]?.model.totals.macs ?? null);
  const title = `**${markdownText(plainName(name))}** · ${first.length === 1 ? l10n.t('1 layer') : l10n.t('{0} layers', first.length)}${times}`;
  const rows = table([
    [l10n.t('shape'), shapes],
    [l10n.t('parameters'), `**${markdownText(formatExact(params))}**`],
    ...(macs === 0
      ? []
      : [
          [
            l10n.t('cost'),
            `**${markdownText(formatCount(macs))}** MACs${share ? ` · ${l10n.t('{0} of the model', share)}` : ''}`,
          ] as const,
        ]),
    [l10n.t('layers'), layerList(first)],
  ]);
  return `${title}\n\n${rows}`;
}

const mostLayers = 12;

function layerList(views: readonly LayerView[]): string {
  const labels = views.map(({ layer }) => markdownName(layer.label));
  const shown = labels.length <= mostLayers ? labels : [...labels.slice(0, mostLayers - 1), '…', labels.at(-1)];
  return shown.join(' ');
}

function total(parts: readonly Dimension[]): Dimension {
  return parts.reduce((sum, part) => add(sum, part), 0);
}
