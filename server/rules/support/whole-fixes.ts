import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Layer } from '../../../core/graph/node.ts';
import type { Edit } from '../../frontends/edits/edit.ts';
import type { Finding, Fix, RuleContext } from './rule.ts';

/**
 * Findings with those fixes only that change what they are for. A call in a loop or in a function makes several layers,
 * and a change of its text changes all of them. Where the rule does not ask it of every one, the fix says so, provided
 * that the text itself says all that they are made of: what a call adds to one of them belongs into that call.
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
  const offered = (rule: string, fix: Fix): Fix | null => {
    const layers = layersOf(fix);
    const count = (layer: Layer) => made.get(textOf(layer))?.size ?? 0;
    const others = layers.filter((layer) => asked.get(requestOf(rule, fix, layer))!.size < count(layer));
    if (others.length === 0) return fix;
    const most = Math.max(...others.map(count));
    const title = l10n.t('{0} in all {1} layers that this line makes', fix.title, most);
    return fix.edits.every((edit) => edits.mayReachOthers(edit)) ? { ...fix, title, safe: false } : null;
  };
  return findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.flatMap((fix) => offered(finding.rule, fix) ?? []),
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
