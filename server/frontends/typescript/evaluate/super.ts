import type ts from 'typescript';
import { callValue, getMember } from '../values/machine.ts';
import { findSlot } from '../values/prototypes.ts';
import type { Scope, Slot, Value } from '../values/values.ts';
import { isKind, unknown } from '../values/values.ts';

/** `super.name`: a member of the base, with the current `this` for its getters. */
export function superMember(name: string, scope: Scope, node: ts.Node): Value {
  const { home, self } = scope.frame;
  const slot = inherited(name, scope);
  if (slot) return slot.get ? callValue(slot.get, [], { node, scope }, self) : slot.value;
  if (isKind(self, 'object')) {
    const behind = self.layer ?? self.builtin;
    if (behind !== undefined) return getMember(behind, name, { node, scope });
  }
  return isKind(home, 'class') && isKind(home.base, 'unknown') ? unknown(home.base.why) : undefined;
}

function inherited(name: string, scope: Scope): Slot | undefined {
  const { home, self } = scope.frame;
  if (!home) return undefined;
  const prototype = isKind(home, 'class') ? home.prototype.prototype : home.prototype;
  if (!isKind(self, 'class')) return prototype ? findSlot(prototype, name) : undefined;
  for (let current = isKind(home, 'class') ? home.base : null; isKind(current, 'class'); current = current.base) {
    const slot = current.properties.get(name);
    if (slot) return slot;
  }
  return undefined;
}
