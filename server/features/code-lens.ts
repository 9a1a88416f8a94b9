import type { Range } from '../../core/graph/node.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { type CommandArguments, commands } from '../protocol.ts';
import { printTotals } from './model-text.ts';

/** A text above a line; a click runs the command where there is one. */
export interface CodeLens {
  readonly range: Range;
  readonly title: string;
  readonly command: string | null;
  readonly argument: CommandArguments;
}

/** Above every model of the file: its totals, and what can be done with it. */
export function codeLenses({ uri, models }: FileAnalysis): CodeLens[] {
  return models.flatMap((model, index) => {
    const { graph } = model;
    if (graph.source?.file !== uri) return [];
    const range = graph.nameRange ?? graph.source.range;
    const argument = { uri, index };
    return [
      { range, title: `${graph.name} · ${printTotals(model)}`, command: null, argument },
      { range, title: 'Preview', command: commands.preview, argument },
      { range, title: 'Summary', command: commands.summary, argument },
    ];
  });
}
