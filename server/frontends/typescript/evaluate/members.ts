import * as l10n from '@vscode/l10n';
import { arrayMethods } from '../builtins/arrays.ts';
import { mapMethods, setMethods } from '../builtins/collections.ts';
import { generatorMethods } from '../builtins/iterators.ts';
import { addedMember } from '../builtins/native-prototypes.ts';
import { objectMethods } from '../builtins/objects.ts';
import { promiseMethod, rejectionMember } from '../builtins/promises.ts';
import { regexpMethods, regexpProperty } from '../builtins/regexps.ts';
import { numberMethods, stringMethods } from '../builtins/strings.ts';
import { bytesOf, stored, typedMethods } from '../builtins/typed-arrays.ts';
import { elementAt, forget, knownLength } from '../flow/lists.ts';
import { mayRunAnytime, noteEscape } from '../flow/mutations.ts';
import { writeAliases } from '../flow/weak-writes.ts';
import { datasetMember } from '../libraries/data/datasets.ts';
import { dataMember } from '../libraries/data/members.ts';
import { libraryNamed } from '../libraries/index.ts';
import { layerMember, setLayerMember, tensorMember } from '../libraries/layers/members.ts';
import { moduleMember } from '../modules/modules.ts';
import { extentOf, longestList } from '../values/extent.ts';
import type { SymbolValue } from '../values/leaf-values.ts';
import { memberText } from '../values/library-member.ts';
import { callValue, getMember, placeOf, touch } from '../values/machine.ts';
import { nameModel } from '../values/model-names.ts';
import { findSlot } from '../values/prototypes.ts';
import { assignGlobal } from '../values/scope.ts';
import type { ArrayValue, CallSite, ClassValue, ObjectValue, Slot, Value } from '../values/values.ts';
import { array, isKind, isStructured, native, unknown } from '../values/values.ts';
import { constructorOf } from './classes.ts';
import { callableMember, functionMember, nativeMember, readSlot } from './function-members.ts';
import { globalValue } from './globals.ts';
import { setUnknownMember, unknownMember } from './unknown-members.ts';

/** `value.name`, for every kind of value. Reading from nothing is unknown: the program may be half-typed. */
export function readMember(target: Value, name: string, site: CallSite): Value {
  const isPromised = name === 'then' || name === 'catch' || name === 'finally';
  if (isPromised && !(isStructured(target) && mayHaveThen.has(target.kind))) return promiseMethod(target, name);
  // `import('a-library').then(…)`
  if (isPromised && isKind(target, 'library') && target.path.length === 0) return promiseMethod(target, name);
  if (typeof target === 'string') return added('String', target, name, site) ?? stringMember(target, name);
  if (typeof target === 'number') return added('Number', target, name, site) ?? method(numberMethods, target, name);
  if (!isStructured(target)) return unknown(l10n.t('{0} of {1}', name, String(target)));
  const value = structuredMember(target, name, site);
  if (value === undefined && isPromised) return promiseMethod(target, name);
  return mayBeInjected(target, value) ? (libraryNamed(name) ?? value) : value;
}

/** A field that nothing has set may have been set by code that is not read. */
function mayBeInjected(target: Value, value: Value): boolean {
  return isKind(value, 'unknown') || (value === undefined && isKind(target, 'object') && target.class !== null);
}

const mayHaveThen = new Set(['unknown', 'object', 'class', 'function', 'rejected', 'library', 'global']);

function structuredMember(
  target: Exclude<Value, undefined | null | boolean | number | bigint | string>,
  name: string,
  site: CallSite,
): Value {
  switch (target.kind) {
    case 'unknown':
      return unknownMember(target, name);
    case 'number':
      return unknown(l10n.t('a method of a size'));
    case 'array':
      return arrayMember(target, name, site);
    case 'object':
      return objectMember(target, name, site);
    case 'map':
      return name === 'size'
        ? (target.open ?? target.entries.size)
        : (added('Map', target, name, site) ?? method(mapMethods, target, name));
    case 'set':
      return name === 'size'
        ? (target.open ?? target.elements.size)
        : (added('Set', target, name, site) ?? method(setMethods, target, name));
    case 'function':
      return functionMember(target, name, site);
    case 'class':
      return classMember(target, name, site);
    case 'native':
      return nativeMember(target, name, site);
    case 'library':
      return (
        site.scope.frame.run.extensions.get(`${memberText(target)}.${name}`) ?? target.namespace.getMember(target, name)
      );
    case 'global':
      return globalMember(name, site);
    case 'module':
      return moduleMember(target.module, name, site.scope);
    case 'generator':
      return method(generatorMethods, target, name);
    case 'rejected':
      return rejectionMember(target, name);
    case 'regexp':
      return regexpProperty(target, name) ?? method(regexpMethods, target, name);
    case 'symbol':
      return symbolMember(target, name);
    case 'layer':
      return layerMember(target, name);
    case 'tensor':
      return tensorMember(target, name);
    case 'data':
      return dataMember(target, name);
    case 'dataset':
      return datasetMember(target, name);
    default:
      return target satisfies never;
  }
}

/** By the program, to what all values of a kind inherit: `Array.prototype.last = function () {…}`. */
function added(className: string, target: Value, name: string, site: CallSite): Value {
  const slot = addedMember(className, name, site.scope.frame.run);
  return slot && readSlot(slot, target, site);
}

function stringMember(target: string, name: string): Value {
  if (name === 'length') return target.length;
  return /^\d+$/.test(name) ? target[Number(name)] : method(stringMethods, target, name);
}

function arrayMember(target: ArrayValue, name: string, site: CallSite): Value {
  if (name === 'length') return target.open ? unknown(target.open.why) : target.elements.length;
  if (/^\d+$/.test(name)) {
    return elementAt(target, Number(name));
  }
  const own = target.properties?.get(name);
  if (own) return readSlot(own, target, site);
  if (name === 'byteLength') return bytesOf(target);
  if (target.match && Object.hasOwn(target.match, name)) return target.match[name as keyof typeof target.match];
  if (name === 'raw') return target.raw;
  const typed = target.typed && method(typedMethods, target, name);
  return typed ?? added('Array', target, name, site) ?? method(arrayMethods, target, name);
}

function objectMember(target: ObjectValue, name: string, site: CallSite): Value {
  const slot = findSlot(target, name);
  if (slot) return readSlot(slot, target, site);
  if (name === '__proto__') return target.prototype;
  if (target.builtin !== undefined) return getMember(target.builtin, name, site);
  if (target.layer) return layerMember(target.layer, name);
  if (target.open)
    return unknown(target.open.why, target.open.symbol === null ? null : `${target.open.symbol}.${name}`);
  return added('Object', target, name, site) ?? method(objectMethods, target, name);
}

function classMember(target: ClassValue, name: string, site: CallSite): Value {
  const slot = findStatic(target, name);
  if (slot) return readSlot(slot, target, site);
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
  // Borrowed by another one of its kind: `[].slice.call(list)`.
  return (
    found &&
    native(name, (args, site, other) => {
      const own = isLike(other, self) ? other : self;
      if (!constantTime.has(name)) payFor([own, ...args], site);
      const result = found(own, args, site);
      if (!constantTime.has(name)) payFor([result], site);
      if (isKind(own, 'array') && own.elements.length > longestList) forget(own, l10n.t('a very long list'), site);
      return isKind(result, 'array') && result.elements.length > longestList ? tooLong() : result;
    })
  );
}

/** Methods that look at nothing but one element or property. */
const constantTime: ReadonlySet<string> = new Set([
  ...['push', 'pop', 'shift', 'at', 'get', 'has', 'set', 'add', 'delete', 'next', 'return', 'throw', 'valueOf'],
  ...['charAt', 'charCodeAt', 'codePointAt', 'hasOwnProperty', 'propertyIsEnumerable', 'test', 'exec'],
]);

function tooLong(): ArrayValue {
  return array([], unknown(l10n.t('a very long list')));
}

/** @throws Stopped */
function payFor(values: readonly Value[], { scope }: CallSite): void {
  scope.frame.run.work.spend(values.reduce<number>((sum, value) => sum + extentOf(value), 0));
}

function isLike<T extends Value>(other: Value, self: T): other is T {
  if (!isStructured(other) || !isStructured(self)) return typeof other === typeof self && !isStructured(self);
  return other.kind === self.kind;
}

/** `list[3] = value`, `list.length = 0`. */
function writeElement(target: ArrayValue, name: string, value: Value, site: CallSite): void {
  touch(site.scope.frame.run, target);
  if (name === 'length') {
    if (typeof value === 'number' && value <= knownLength(target)) {
      target.elements.length = value;
      target.open = null;
    } else forget(target, l10n.t('a list of unknown length'), site);
  } else if (/^\d{1,6}$/.test(name)) {
    const index = Number(name);
    if (target.typed && index >= target.elements.length) return;
    if (!target.open || index < knownLength(target))
      target.elements[index] = target.typed ? stored(target.typed, value) : value;
  } else if (/^\d+$/.test(name)) forget(target, l10n.t('a very long list'), site);
  else {
    target.properties ??= new Map();
    target.properties.set(name, { value, source: null });
  }
}

/** `target.name = value`. */
export function writeMember(target: Value, name: string, given: Slot, site: CallSite): void {
  const { run } = site.scope.frame;
  const isFrozen = isKind(target, 'object') || isKind(target, 'array') ? target.isFrozen : false;
  if (!isStructured(target) || isFrozen === true) return;
  const { source } = given;
  const place = source?.name ? { file: source.file, range: source.name } : placeOf(site.node, site.scope);
  nameModel(given.value, name, place);
  const slot =
    isFrozen === null ? { source, value: unknown(l10n.t('written to something that may be frozen')) } : given;
  switch (target.kind) {
    case 'object': {
      const existing = findSlot(target, name);
      if (existing?.set) {
        callValue(existing.set, [slot.value], site, target);
        return;
      }
      touch(run, target);
      if (name === '__proto__') target.prototype = isKind(slot.value, 'object') ? slot.value : null;
      else {
        target.properties.set(name, slot);
        writeAliases(target, name, slot, run);
      }
      return;
    }
    case 'array':
      writeElement(target, name, slot.value, site);
      return;
    case 'function':
    case 'native': {
      const existing = target.properties?.get(name);
      if (existing?.set) {
        callValue(existing.set, [slot.value], site, target);
        return;
      }
      touch(run, target);
      target.properties ??= new Map();
      target.properties.set(name, slot);
      return;
    }
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
    case 'regexp':
      if (name !== 'lastIndex') return;
      touch(run, target);
      target.lastIndex = typeof slot.value === 'number' ? slot.value : null;
      return;
    case 'layer':
      setLayerMember(target, name, slot.value, site);
      return;
    case 'library': {
      mayRunAnytime(slot.value, site);
      const set = run.branches.length === 0 ? slot.value : unknown(l10n.t('set under a condition'));
      run.extensions.set(`${memberText(target)}.${name}`, set);
      return;
    }
    case 'global':
      mayRunAnytime(slot.value, site);
      assignGlobal(run, name, slot.value);
      return;
    case 'unknown':
      // `button.onclick = () => …`
      mayRunAnytime(slot.value, site);
      noteEscape([slot.value], run);
      setUnknownMember(target, name, run.branches.length === 0 ? slot.value : unknown(l10n.t('set under a condition')));
      return;
    default:
  }
}
