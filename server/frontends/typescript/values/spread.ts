import * as l10n from '@vscode/l10n';
import type ts from 'typescript';
import { extentOf } from './extent.ts';
import { getMember } from './machine.ts';
import { symbolPrefix } from './prototypes.ts';
import type { ObjectValue, Scope, Slot, Value } from './values.ts';
import { isKind, unknown } from './values.ts';

/** Private fields stay where they are; symbols are copied. */
const privatePrefix = `${symbolPrefix}#`;

/** `{...value}`: own properties with their places; an unknown one may overwrite everything before it. */
export function spread(target: ObjectValue, value: Value, node: ts.Node, scope: Scope): void {
  scope.frame.run.work.spend(extentOf(value));
  if (isKind(value, 'object')) {
    for (const [key, slot] of value.properties) {
      if (slot.isHidden || key.startsWith(privatePrefix)) continue;
      const copied = slot.get ? getMember(value, key, { node, scope }) : slot.value;
      target.properties.set(key, copyOf(slot, copied, target.properties.get(key)));
    }
    if (value.open) target.open = value.open;
  } else if (isKind(value, 'array')) {
    value.elements.forEach((element, index) => {
      target.properties.set(String(index), { value: element, source: null });
    });
  } else if (typeof value === 'string') {
    [...value].forEach((character, index) => {
      target.properties.set(String(index), { value: character, source: null });
    });
  } else if (isKind(value, 'library')) {
    // Its members are not listed: what the object does not have itself it has from there.
    target.builtin = value;
  } else if (isKind(value, 'unknown')) {
    target.open = value;
    // What an options parameter was written to extend is taken as written; the rest is left open.
    if (value.symbol !== null) return;
    for (const [key, slot] of target.properties) target.properties.set(key, { ...slot, value: unknown(value.why) });
  }
}

/** What may be missing leaves what was there before, or does not. */
function copyOf({ source, mayBeMissing }: Slot, value: Value, before: Slot | undefined): Slot {
  if (!mayBeMissing) return { value, source };
  if (!before || before.mayBeMissing) return { value, source, mayBeMissing };
  return { value: unknown(l10n.t('a property that may be missing')), source };
}
