import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Range } from '../../core/graph/node.ts';
import { labelName } from '../../core/text/label.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { type CommandArguments, commands } from '../protocol.ts';
import { isOpen, printTotals } from './model-text.ts';

/** A text above a line; a click runs the command where there is one. */
export interface CodeLens {
  readonly range: Range;
  readonly title: string;
  readonly command: string | null;
  readonly argument: CommandArguments;
}

/**
 * Above every model of the file: its totals, and what can be done with it. Code that may build several models, by
 * unknown conditions, has the first one's and says how many more there are.
 */
export function codeLenses({ uri, models }: FileAnalysis): CodeLens[] {
  const places = new Map<number, number[]>();
  for (const [index, model] of models.entries()) {
    const { start } = rangeOf(model);
    if (model.graph.source?.file === uri) places.set(start, [...(places.get(start) ?? []), index]);
  }
  return [...places.values()].flatMap(([index = 0, ...variants]) => {
    const model = models[index]!;
    const range = rangeOf(model);
    const argument = { uri, index };
    const more = moreVariants(variants.length);
    const { name, call, assumed } = model.graph;
    const assuming = assumed === undefined ? '' : ` · ${l10n.t('assuming {0}', labelName(assumed))}`;
    const mayAssume = call !== undefined && (assumed !== undefined || isOpen(model));
    return [
      { range, title: `${labelName(name)} · ${printTotals(model)}${more}${assuming}`, command: null, argument },
      { range, title: l10n.t('Preview'), command: commands.preview, argument },
      { range, title: l10n.t('Summary'), command: commands.summary, argument },
      ...(mayAssume ? [{ range, title: l10n.t('Assume a Call…'), command: commands.assumeCall, argument }] : []),
    ];
  });
}

function moreVariants(count: number): string {
  if (count === 0) return '';
  return ` · ${count === 1 ? l10n.t('1 more variant') : l10n.t('{0} more variants', count)}`;
}

function rangeOf({ graph }: GraphAnalysis): Range {
  return graph.nameRange ?? graph.source?.range ?? { start: 0, end: 0 };
}
