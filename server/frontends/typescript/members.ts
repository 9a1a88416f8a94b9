import { touch } from './branches.ts';
import { arrayMethods } from './builtins/arrays.ts';
import { mapMethods, setMethods } from './builtins/collections.ts';
import { elementAt, forget, knownLength } from './builtins/lists.ts';
import { objectMethods } from './builtins/objects.ts';
import { promiseMethod } from './builtins/promises.ts';
import { numberMethods, stringMethods } from './builtins/strings.ts';
import { constructorOf } from './classes.ts';
import { callableMember, functionMember, nativeMember } from './function-members.ts';
import { globalValue } from './globals.ts';
import { callValue, getMember, placeOf } from './machine.ts';
import { nameModel } from './model-names.ts';
import { moduleMember } from './modules.ts';
import { mayRunAnytime } from './mutations.ts';
import { findSlot } from './prototypes.ts';
import { assignGlobal } from './scope.ts';
import { tfMember } from './tf/call.ts';
import { layerMember, setLayerMember, tensorMember } from './tf/members.ts';
import { unknownMember } from './unknown-members.ts';
import type { ArrayValue, CallSite, ClassValue, ObjectValue, Slot, SymbolValue, Value } from './values.ts';
import { isKind, isStructured, native, unknown } from './values.ts';

/** `value.name`, for every kind of value. Reading from nothing is unknown: the program may be half-typed. */
export function readMember(target: Value, name: string, site: CallSite): Value {
  if (typeof target === 'string') return stringMember(target, name, site);
  if (typeof target === 'number') return method(numberMethods, target, name);
  if (!isStructured(target)) return unknown(`${name} of ${target}`);
  const value = structuredMember(target, name, site);
  if (value !== undefined || (name !== 'then' && name !== 'catch' && name !== 'finally')) return value;
  return promiseMethod(target, name);
}

function structuredMember(
  target: Exclude<Value, undefined | null | boolean | number | bigint | string>,
  name: string,
  site: CallSite,
): Value {
  switch (target.kind) {
    case 'unknown':
      return unknownMember(target, name);
    case 'number':
      return unknown('a method of a size');
    case 'array':
      return arrayMember(target, name);
    case 'object':
      return objectMember(target, name, site);
    case 'map':
      return name === 'size' ? (target.open ?? target.entries.size) : method(mapMethods, target, name);
    case 'set':
      return name === 'size' ? (target.open ?? target.elements.size) : method(setMethods, target, name);
    case 'function':
      return functionMember(target, name);
    case 'class':
      return classMember(target, name, site);
    case 'native':
      return nativeMember(target, name);
    case 'tf':
      return target.path === '@global' ? globalMember(name, site) : tfMember(target.path, name);
    case 'module':
      return moduleMember(target.module, name, site.scope);
    case 'symbol':
      return symbolMember(target, name);
    case 'layer':
      return layerMember(target, name);
    case 'tensor':
      return tensorMember(target, name);
    default:
      return target satisfies never;
  }
}

function stringMember(target: string, name: string, _site: CallSite): Value {
  if (name === 'length') return target.length;
  return /^\d+$/.test(name) ? target[Number(name)] : method(stringMethods, target, name);
}

function arrayMember(target: ArrayValue, name: string): Value {
  if (name === 'length') return target.open ? unknown(target.open.why) : target.elements.length;
  if (/^\d+$/.test(name)) {
    return elementAt(target, Number(name));
  }
  return name === 'raw' ? target.raw : method(arrayMethods, target, name);
}

function objectMember(target: ObjectValue, name: string, site: CallSite): Value {
  const slot = findSlot(target, name);
  if (slot) return slot.get ? callValue(slot.get, [], site, target) : slot.value;
  if (name === '__proto__') return target.prototype;
  if (target.builtin !== undefined) return getMember(target.builtin, name, site);
  if (target.layer) return layerMember(target.layer, name);
  if (target.open)
    return unknown(target.open.why, target.open.symbol === null ? null : `${target.open.symbol}.${name}`);
  return method(objectMethods, target, name);
}

function classMember(target: ClassValue, name: string, site: CallSite): Value {
  const slot = findStatic(target, name);
  if (slot) return slot.get ? callValue(slot.get, [], site, target) : slot.value;
  if (name === 'name') return target.name;
  if (name === 'prototype') return target.prototype;
  if (name === 'length') return constructorOf(target)?.parameters.length ?? 0;
  const root = rootOf(target);
  return root === null ? callableMember(target, target.name, name) : getMember(root, name, site);
}

/** A static member of the class or of one that it extends. */
function findStatic(target: ClassValue, name: string): Slot | undefined {
  for (let type: Value = target; isKind(type, 'class'); type = type.base) {
    const slot = type.properties.get(name);
    if (slot) return slot;
  }
  return undefined;
}

/** What the last of the author's classes extends; null when it is nothing. */
function rootOf(target: ClassValue): Value {
  let type: Value = target;
  while (isKind(type, 'class')) type = type.base;
  return type;
}

function symbolMember(target: SymbolValue, name: string): Value {
  if (name === 'description') return target.description;
  return name === 'toString' ? native(name, () => `Symbol(${target.description ?? ''})`) : undefined;
}

function globalMember(name: string, site: CallSite): Value {
  return site.scope.frame.run.globals.get(name)?.value ?? globalValue(name, site.scope);
}

function method<T extends Value>(
  table: Readonly<Record<string, (self: T, args: readonly Value[], site: CallSite) => Value>>,
  self: T,
  name: string,
): Value {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  return found && native(name, (args, site) => found(self, args, site));
}

/** `list[3] = value`, `list.length = 0`. */
function writeElement(target: ArrayValue, name: string, value: Value, site: CallSite): void {
  touch(site.scope.frame.run, target);
  if (name === 'length') {
    if (typeof value === 'number' && value <= knownLength(target)) {
      target.elements.length = value;
      target.open = null;
    } else forget(target, 'a list of unknown length', site);
  } else if (/^\d{1,6}$/.test(name)) {
    const index = Number(name);
    if (!target.open || index < knownLength(target)) target.elements[index] = value;
  } else if (/^\d+$/.test(name)) forget(target, 'a very long list', site);
}

/** `target.name = value`. */
export function writeMember(target: Value, name: string, slot: Slot, site: CallSite): void {
  const { run } = site.scope.frame;
  if (!isStructured(target)) return;
  const { source } = slot;
  const place = source?.name ? { file: source.file, range: source.name } : placeOf(site.node, site.scope);
  nameModel(slot.value, name, place);
  switch (target.kind) {
    case 'object': {
      const existing = findSlot(target, name);
      if (existing?.set) {
        callValue(existing.set, [slot.value], site, target);
        return;
      }
      touch(run, target);
      if (name === '__proto__') target.prototype = isKind(slot.value, 'object') ? slot.value : null;
      else target.properties.set(name, slot);
      return;
    }
    case 'array':
      writeElement(target, name, slot.value, site);
      return;
    case 'function':
      target.properties.set(name, slot);
      return;
    case 'class': {
      const existing = findStatic(target, name);
      if (existing?.set) {
        callValue(existing.set, [slot.value], site, target);
        return;
      }
      touch(run, target);
      target.properties.set(name, slot);
      return;
    }
    case 'layer':
      setLayerMember(target, name, slot.value, site);
      return;
    case 'tf':
      mayRunAnytime(slot.value, site);
      if (target.path === '@global') assignGlobal(run, name, slot.value);
      return;
    case 'unknown':
      // `button.onclick = () => …`
      mayRunAnytime(slot.value, site);
      return;
    default:
  }
}
