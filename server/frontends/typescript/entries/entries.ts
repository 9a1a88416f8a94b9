import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { Stopped } from '../../../../core/graph/work.ts';
import { constructClass, constructorOf, lastInstance } from '../evaluate/classes.ts';
import { callFunction, parametersOf } from '../evaluate/functions.ts';
import { runApart } from '../flow/branches.ts';
import { forgetProperty, mayRunAnytime } from '../flow/mutations.ts';
import { summaryOf } from '../flow/summaries.ts';
import { importedLibrary, librarySelf } from '../libraries/index.ts';
import { usesLibrary } from '../libraries/library-use.ts';
import type { CallSite, ClassValue, FunctionValue, Module, ObjectValue, Run, Scope, Value } from '../values/values.ts';
import { array, isKind, isStructured, now, unknown } from '../values/values.ts';
import { withRun } from '../values/with-run.ts';

/**
 * Tries what the module's top level has not called: functions, methods and callbacks that seem to build models. First
 * those whose name is mentioned nowhere else in the file, since they may call the others; then those that are still
 * left. Each starts with the counters that the top level leaves, as it would in a program that calls just this one.
 * Whether one that takes arguments has made layers: what they are given is then unknown.
 */
export function runEntries(module: Module, run: Run): boolean {
  if (!usesLibrary(run.modules.values())) return false;
  let mentions: Map<string, number> | null = null;
  const buildsLayers = builderTest(module, run);
  const site = { node: module.source, scope: module.scope };
  for (const each of run.functions) {
    // What the program has not called may have been called before any other: by an event, or by another file.
    if (each.module !== module || run.called.has(each.node) || isKind(each.home, 'class')) continue;
    mayRunAnytime(each, site, keptBy(buildsLayers(each.node)));
  }
  // Fields may hold functions, which exist once there is an instance.
  let isLeftOpen = false;
  for (const type of run.classes) {
    if (type.module !== module || !buildsLayers(type.node)) continue;
    const isGiven = lastInstance(type) === undefined && (constructorOf(type)?.parameters.length ?? 0) > 0;
    const before = run.layers.length;
    guess(run, () => instanceOf(type, module.scope, buildsLayers));
    isLeftOpen ||= isGiven && run.layers.length > before;
  }
  for (const isLast of [false, true]) {
    let position = 0;
    // Calls create closures, which are entries themselves.
    while (position < run.functions.length) {
      const candidate = run.functions[position];
      position += 1;
      if (!candidate || candidate.module !== module || run.called.has(candidate.node)) continue;
      if (!buildsLayers(candidate.node) && !handlesTensors(candidate.node)) continue;
      mentions ??= summaryOf(module.source).mentions;
      // A function without a name waits as well: another one may call it as a member.
      if (!isLast && mentions.get(candidate.name) !== 1) continue;
      const before = run.layers.length;
      runEntry(candidate, module, run, buildsLayers);
      isLeftOpen ||= parametersOf(candidate.node).length > 0 && run.layers.length > before;
    }
  }
  return isLeftOpen;
}

type Test = (node: ts.Node) => boolean;

function runEntry(entry: FunctionValue, module: Module, run: Run, buildsLayers: Test): void {
  const site = { node: entry.node, scope: module.scope };
  const call = (self: Value) => callFunction(entry, self, argumentsFor(parametersOf(entry.node), entry.scope), site);
  if (!isKind(entry.home, 'class')) {
    guess(run, () => call(librarySelf(module)));
    return;
  }
  const types = concreteClasses(entry.home, run);
  for (const type of types) {
    guess(run, () => {
      const self = instanceOf(type, module.scope, buildsLayers);
      // Making the instance may have called it.
      if (types.length > 1 || !run.called.has(entry.node)) call(self);
    });
  }
}

/** A class that is abstract has no instances but those of the classes that extend it. */
function concreteClasses(type: ClassValue, run: Run): readonly ClassValue[] {
  if (!isAbstract(type)) return [type];
  const extending = run.classes.filter((each) => each !== type && !isAbstract(each) && extendsClass(each, type));
  return extending.length > 0 ? extending.slice(0, mostClasses) : [type];
}

/** So many classes that extend one are told apart. */
const mostClasses = 8;

function isAbstract({ node }: ClassValue): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;
}

function extendsClass(type: ClassValue, base: ClassValue): boolean {
  for (let each = type.base; isKind(each, 'class'); each = each.base) if (each === base) return true;
  return false;
}

function guess(run: Run, body: () => void): void {
  try {
    const guess = now();
    run.firstGuess ??= guess;
    withRun(run, { isGuessing: true, guess }, () => runApart(run, body));
  } catch (error) {
    if (error instanceof Stopped) throw error;
  }
}

/** One instance of a class serves all of its methods that are tried. */
function instanceOf(type: ClassValue, scope: Scope, buildsLayers: Test): Value {
  const parameters = constructorOf(type)?.parameters ?? [];
  const instance =
    lastInstance(type) ?? constructClass(type, argumentsFor(parameters, scope), { node: type.node, scope });
  if (isKind(instance, 'object') && !used.has(instance)) {
    used.add(instance);
    forgetFields(instance, { node: type.node, scope }, buildsLayers);
  }
  return instance;
}

/** Instances whose methods may have been called in any order. */
const used = new WeakSet<ObjectValue>();

/** Methods that the program has not called may have set fields since the constructor did. */
function forgetFields(instance: ObjectValue, site: CallSite, buildsLayers: Test): void {
  const { run } = site.scope.frame;
  const why = l10n.t('set by a method that runs at an unknown time');
  for (let type: Value = instance.class; isKind(type, 'class'); type = type.base) {
    for (const { value } of type.prototype.properties.values()) {
      if (!isKind(value, 'function') || run.called.has(value.node)) continue;
      for (const property of summaryOf(value.node).properties) {
        if (property.root === 'this') forgetProperty(instance, property, why, site, keptBy(buildsLayers(value.node)));
      }
    }
  }
}

/** A variable that holds a layer or a function keeps it; one that is empty will be set in time by what makes layers. */
function keptBy(buildsLayers: boolean): (value: Value) => boolean {
  return (value) =>
    value === null || value === undefined
      ? buildsLayers
      : isStructured(value) &&
        ['layer', 'tensor', 'function', 'class', 'native', 'library', 'global'].includes(value.kind);
}

function argumentsFor(parameters: readonly ts.ParameterDeclaration[], scope: Scope): Value[] {
  return parameters.map((parameter) => argumentFor(parameter, scope));
}

/** A default is taken; a type may say that it is the library; anything else is known by the parameter's name. */
function argumentFor(parameter: ts.ParameterDeclaration, scope: Scope): Value {
  if (parameter.initializer) return undefined;
  const typed = parameter.type && libraryOfType(parameter.type, scope);
  if (typed) return typed;
  const name = ts.isIdentifier(parameter.name) ? parameter.name.text : null;
  const why = name === null ? l10n.t('an argument of a call that is not written') : l10n.t('{0} is a parameter', name);
  const type = parameter.type;
  if (type && ts.isTupleTypeNode(type) && name !== null) {
    return array(type.elements.map((_, index) => unknown(why, `${name}[${index}]`)));
  }
  // Destructured parameters are named by their own keys.
  return unknown(why, name ?? '');
}

/** `typeof tf`, also of an import of types alone, and `typeof import('@tensorflow/tfjs')`. */
function libraryOfType(type: ts.TypeNode, { frame }: Scope): Value {
  if (ts.isTypeQueryNode(type) && ts.isIdentifier(type.exprName)) {
    const { text } = type.exprName;
    const found = frame.module?.source.statements.find((statement) => importsAs(statement, text));
    return found && ts.isImportDeclaration(found) ? libraryOf(found.moduleSpecifier) : undefined;
  }
  const isImport = ts.isImportTypeNode(type) && ts.isLiteralTypeNode(type.argument);
  return isImport ? libraryOf(type.argument.literal) : undefined;
}

/** `import * as name from '…'`, `import name from '…'`. */
function importsAs(statement: ts.Statement, name: string): boolean {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  const whole = clause?.namedBindings && ts.isNamespaceImport(clause.namedBindings) ? clause.namedBindings.name : null;
  return clause?.name?.text === name || whole?.text === name;
}

function libraryOf(specifier: ts.Node): Value {
  return ts.isStringLiteral(specifier) ? importedLibrary(specifier.text)?.module() : undefined;
}

/** A cheap look at the syntax: does it make or combine layers, or mention by name something that does? */
function builderTest(module: Module, run: Run): (node: ts.Node) => boolean {
  const { mentions } = summaryOf(module.source);
  const named = [...run.functions, ...run.classes].filter(
    (each) => /^[\w$]+$/.test(each.name) && (each.module === module || mentions.has(each.name)),
  );
  const builders = new Set<string>();
  const builds = (node: ts.Node) => makesLayers(node) || mentionsSome(node, (name) => builders.has(name));
  for (let before = -1; before < builders.size; ) {
    before = builders.size;
    for (const { name, node } of named) if (!builders.has(name) && builds(node)) builders.add(name);
  }
  return builds;
}

function makesLayers(node: ts.Node): boolean {
  const { called, loaded } = summaryOf(node);
  // What hands out the library has to run before what builds with it.
  if ([...loaded].some((specifier) => importedLibrary(specifier))) return true;
  return called.has('input') || called.has('apply') || mentionsSome(node, (name) => makers.test(name));
}

/** A cheap look at the syntax: does it make tensors, or other ones of them? */
function handlesTensors(node: ts.Node): boolean {
  return mentionsSome(node, (name) => tensorWords.test(name));
}

const tensorWords =
  /^(tensor(\dd)?|zeros|ones|reshape|expandDims|squeeze|oneHot|stack|concat|matMul|fromPixels|resize(Bilinear|NearestNeighbor)|as\dD)$/;

function mentionsSome(node: ts.Node, isWanted: (name: string) => boolean): boolean {
  for (const name of summaryOf(node).mentions.keys()) if (isWanted(name)) return true;
  return false;
}

const makers = /[lL]ayers|sequential|[mM]odel/;
