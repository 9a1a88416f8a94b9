import * as l10n from '@vscode/l10n';
import type { Finding } from './rule.ts';

/**
 * Leaves one finding where a loop, a shared function or a nested model repeats it: the same rule at the same place.
 * When the numbers differ between the instances, the first stands and the message counts the others.
 */
export function dedupe(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Map<string, Finding>>();
  for (const finding of findings) {
    const { file, range } = finding.place;
    const key = `${finding.rule} ${range.start} ${range.end} ${file}`;
    const group = groups.get(key);
    if (!group) groups.set(key, new Map([[finding.message, finding]]));
    else if (!group.has(finding.message)) group.set(finding.message, finding);
  }
  return [...groups.values()].map((group) => {
    const [first, ...others] = group.values();
    return others.length === 0
      ? first!
      : {
          ...first!,
          message: l10n.t('{0} (and differently in {1} more that this line makes)', first!.message, others.length),
        };
  });
}
