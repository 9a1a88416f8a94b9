import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { recurse } from '../flow/recursion.ts';
import { callValue, constructValue, evaluate } from '../values/machine.ts';
import { propertyName } from '../values/property-name.ts';
import { prototypeOf } from '../values/prototypes.ts';
import { childScope, declare } from '../values/scope.ts';
import type { CallSite, ClassValue, Frame, NativeFunction, ObjectValue, Scope, Slot, Value } from '../values/values.ts';
import { isKind, now, object, unknown } from '../values/values.ts';
import { callFunction, createFunction, evaluateFunction } from './functions.ts';

/** Evaluates a class: its base, its methods and accessors, its static members. */
export function createClass(node: ts.ClassLikeDeclaration, scope: Scope, given = ''): ClassValue {
  const { run, module } = scope.frame;
  if (!module) throw new TypeError('code without a module');
  const heritage = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
  const extended = heritage?.types[0];
  const inner = childScope(scope);
  const base = extended ? evaluate(extended.expression, scope) : null;
  const value: ClassValue = {
    kind: 'class',
    node,
    name: node.name?.text ?? given,
    scope: inner,
    module,
    base,
    prototype: object([], { prototype: prototypeOf(base) }),
    properties: new Map(),
    born: now(),
  };
  value.prototype.properties.set('constructor', { value, source: null, isHidden: true });
  run.classes.push(value);
  if (node.name) declare(inner, node.name.text, value);
  for (const member of node.members) addMethod(value, member);
  for (const member of node.members) addStatic(value, member);
  return decorated(value, scope);
}

/** A decorator may give another class instead; an unknown one leaves it as it is. */
function decorated(type: ClassValue, scope: Scope): ClassValue {
  let result = type;
  for (const decorator of (ts.getDecorators(type.node) ?? []).toReversed()) {
    const site = { node: decorator, scope };
    const given = callValue(
      evaluate(decorator.expression, scope),
      [result, unknown(l10n.t('the context of a decorator'))],
      site,
    );
    if (isKind(given, 'class')) result = given;
  }
  return result;
}

function addMethod(owner: ClassValue, member: ts.ClassElement): void {
  const isMethod = ts.isMethodDeclaration(member) || ts.isGetAccessor(member) || ts.isSetAccessor(member);
  if (!isMethod || !member.body) return;
  const name = propertyName(member.name, owner.scope);
  if (name === null) return;
  const method = createFunction(member, owner.scope, { name, home: owner });
  const target = isStatic(member) ? owner.properties : owner.prototype.properties;
  const previous = target.get(name);
  const slot: Slot = ts.isGetAccessor(member)
    ? { value: undefined, source: null, isHidden: true, ...previous, get: method }
    : ts.isSetAccessor(member)
      ? { value: undefined, source: null, isHidden: true, ...previous, set: method }
      : { value: method, source: null, isHidden: true };
  target.set(name, slot);
}

function addStatic(owner: ClassValue, member: ts.ClassElement): void {
  const scope = initializerScope(owner, owner);
  if (ts.isClassStaticBlockDeclaration(member)) {
    scope.frame.run.machine.executeBody(member.body, scope);
  } else if (ts.isPropertyDeclaration(member) && isStatic(member)) {
    const name = propertyName(member.name, scope);
    const value = member.initializer ? evaluateFunction(member.initializer, member.name, scope) : undefined;
    if (name !== null) owner.properties.set(name, { value, source: null });
  }
}

/** `new C(…)`. */
export function constructClass(type: ClassValue, args: readonly Value[], site: CallSite): Value {
  const instance = object([], { class: type, prototype: type.prototype });
  madeAt.set(instance, site);
  const result = initialise(type, instance, args, site);
  instances.set(type, result);
  return result;
}

const instances = new WeakMap<ClassValue, Value>();

/** Where `new` stands: a layer of the author's class is made there, and not at `super(…)`. */
const madeAt = new WeakMap<ObjectValue, CallSite>();

/** The last instance that the program made of a class. */
export function lastInstance(type: ClassValue): Value {
  return instances.get(type);
}

export function constructorOf(type: ClassValue): ts.ConstructorDeclaration | undefined {
  return type.node.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined) as
    | ts.ConstructorDeclaration
    | undefined;
}

/** `super(…)`: the base class's constructor on the instance that is being made, then the own fields. */
export function superCall(args: readonly Value[], site: CallSite): Value {
  const { home, self } = site.scope.frame;
  if (!isKind(home, 'class') || !isKind(self, 'object')) return undefined;
  initialiseBase(home, self, args, site);
  initialiseFields(home, self);
  return undefined;
}

function initialise(type: ClassValue, instance: ObjectValue, args: readonly Value[], site: CallSite): Value {
  const own = constructorOf(type);
  if (!own) {
    return recurse(type, args, site, () => {
      initialiseBase(type, instance, args, site);
      initialiseFields(type, instance);
      return instance;
    });
  }
  const callee = createFunction(own, type.scope, { name: type.name, home: type });
  const bound = { ...callee, name: '' };
  const result = callFunction(bound, instance, args, site, {
    target: instance.class ?? type,
    prepare: (scope) => prepareInstance(own, type, instance, scope),
  });
  return isKind(result, 'object') ? result : instance;
}

/** `constructor(private units = 3)` sets fields; those that are written in the class follow, unless `super` makes them. */
function prepareInstance(
  { parameters }: ts.ConstructorDeclaration,
  type: ClassValue,
  instance: ObjectValue,
  scope: Scope,
): void {
  for (const { name, modifiers } of parameters) {
    if (!modifiers?.length || !ts.isIdentifier(name)) continue;
    instance.properties.set(name.text, { value: scope.variables.get(name.text)?.value, source: null });
  }
  if (type.base === null) initialiseFields(type, instance);
}

function initialiseBase(type: ClassValue, instance: ObjectValue, args: readonly Value[], site: CallSite): void {
  const { base } = type;
  if (isKind(base, 'class')) initialise(base, instance, args, site);
  else if (isKind(base, 'library')) {
    instance.layer = base.namespace.extend(base, instance, args, madeAt.get(instance) ?? site);
  } else if (isKind(base, 'function')) callFunction(base, instance, args, site);
  else if (isKind(base, 'native')) instance.builtin = adopt(base, instance, args, site);
  else if (base !== null) instance.open = unknown(l10n.t('members of a base class that is not known'));
}

/** An instance of one of the language's own classes. An error is an object itself; others stay behind the instance. */
function adopt(base: NativeFunction, instance: ObjectValue, args: readonly Value[], site: CallSite): Value {
  const made = constructValue(base, args, site);
  if (!isKind(made, 'object')) return made;
  for (const [key, slot] of made.properties) instance.properties.set(key, slot);
  return undefined;
}

function initialiseFields(type: ClassValue, instance: ObjectValue): void {
  const scope = initializerScope(type, instance);
  for (const member of type.node.members) {
    if (!ts.isPropertyDeclaration(member) || isStatic(member) || isDeclared(member)) continue;
    const name = propertyName(member.name, scope);
    if (name === null) continue;
    const value = member.initializer ? evaluateFunction(member.initializer, member.name, scope) : undefined;
    instance.properties.set(name, { value, source: null });
  }
}

/** Initialisers of fields see the instance as `this`. */
function initializerScope(type: ClassValue, self: Value): Scope {
  const frame: Frame = { ...type.scope.frame, self, home: type };
  return childScope(type.scope, frame, true);
}

function isStatic(member: ts.ClassElement): boolean {
  return hasModifier(member, ts.SyntaxKind.StaticKeyword);
}

function isDeclared(member: ts.ClassElement): boolean {
  return hasModifier(member, ts.SyntaxKind.DeclareKeyword);
}

function hasModifier(member: ts.ClassElement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some((modifier) => modifier.kind === kind);
}
