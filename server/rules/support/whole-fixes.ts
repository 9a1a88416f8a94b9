import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Layer } from '../../../core/graph/node.ts';
import type { Edit } from '../../frontends/edits/edit.ts';
import type { Finding, Fix, RuleContext } from './rule.ts';

/**
 * Findings with those fixes only that change no layer but the ones they are for. A call in a loop or in a function makes
 * several layers, and a change of its text changes all of them: it is offered where the rule asks it of every one.
 */
export function keepWholeFixes(
  findings: readonly Finding[],
  models: readonly GraphAnalysis[],
  { edits }: RuleContext,
): Finding[] {
  const made = new Map<string, Set<number>>();
  for (const { graph } of models) for (const layer of graph.layers) note(made, textOf(layer), layer.instance);
  const asked = new Map<string, Set<number>>();
  const layersOf = (fix: Fix) => fix.edits.flatMap((edit) => edits.layerOf(edit) ?? []);
  for (const { rule, fixes } of findings) {
    for (const fix of fixes)
      for (const layer of layersOf(fix)) note(asked, requestOf(rule, fix, layer), layer.instance);
  }
  const isWhole = (rule: string, fix: Fix) =>
    layersOf(fix).every(
      (layer) => asked.get(requestOf(rule, fix, layer))!.size >= (made.get(textOf(layer))?.size ?? 0),
    );
  return findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.filter((fix) => isWhole(finding.rule, fix)),
  }));
}

function note(sets: Map<string, Set<number>>, key: string, value: number): void {
  const known = sets.get(key);
  if (known) known.add(value);
  else sets.set(key, new Set([value]));
}

/** One change that a rule asks for, and the call that it changes. */
function requestOf(rule: string, { edits }: Fix, layer: Layer): string {
  return `${rule} ${edits.map(changeOf).join(' ')} ${textOf(layer)}`;
}

function changeOf({ file, range, newText }: Edit): string {
  return `${range.start} ${range.end} ${JSON.stringify(newText)} ${file}`;
}

/** The text that makes a layer. */
function textOf({ source }: Layer): string {
  return source ? `${source.range.start} ${source.range.end} ${source.file}` : '';
}
