import type ts from 'typescript';
import type { Scope } from './machine.ts';
import { callValue, getMember } from './machine.ts';
import type { Value } from './values.ts';
import { isKind } from './values.ts';

/** `super.name`: a member of the base class, with the current `this` for its getters. */
export function superMember(name: string, scope: Scope, node: ts.Node): Value {
  const { home, self } = scope.frame;
  for (let current = home?.base; isKind(current, 'class'); current = current.base) {
    const slot = current.members.get(name) ?? (isKind(self, 'class') ? current.properties.get(name) : undefined);
    if (slot) return slot.get ? callValue(slot.get, [], { node, scope }, self) : slot.value;
  }
  return isKind(self, 'object') && self.layer ? getMember(self.layer, name, { node, scope }) : undefined;
}
