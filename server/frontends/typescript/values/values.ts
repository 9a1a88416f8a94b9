import type ts from 'typescript';
import type { Limit } from '../../../../core/graph/limit.ts';
import type { ArgumentSource, GraphFact, KnownApplication, Layer, Place } from '../../../../core/graph/node.ts';
import type { Work } from '../../../../core/graph/work.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import type { Budget, FileFinding, FileHost } from '../../frontend.ts';
import type { Use } from '../../uses.ts';
import type { CustomLayer } from './custom-layer.ts';
import type { DataValue, GlobalValue, RegExpValue, SymbolicNumber, SymbolValue, TypedName } from './leaf-values.ts';
import type { Choice, Fork, Literal, Unknown } from './unknown.ts';
import type { WritableKeys } from './writable-keys.ts';

/** What an expression can mean. Constants of the language stand for themselves. */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | SymbolicNumber
  | Unknown
  | ArrayValue
  | ObjectValue
  | MapValue
  | SetValue
  | FunctionValue
  | ClassValue
  | NativeFunction
  | LibraryValue
  | GlobalValue
  | ModuleValue
  | LayerValue
  | TensorValue
  | DataValue
  | DatasetValue
  | SymbolValue
  | GeneratorValue
  | RegExpValue
  | RejectedValue;

/** Takes an element, which may be a rest; answers what `yield` gives. */
export type Visit = (item: Value) => Value;

/** What a generator function gives: its body begins when the first element is asked for. */
export interface GeneratorValue extends Born {
  readonly kind: 'generator';
  readonly run: (visit: Visit) => Value;
  isStarted: boolean;
  /** Elements that were computed before `next` asks for them. */
  ahead: ArrayValue | null;
  /** What the body returned. */
  result: Value;
}

/** A promise that was rejected; one that was not is read as the value that it has. */
export interface RejectedValue {
  readonly kind: 'rejected';
  readonly reason: Value;
}

/** Values that can change say when they were made: a branch that is taken back leaves alone what it made itself. */
export interface Born {
  readonly born: number;
}

let clock = 0;

/** The present, which no two values share. */
export function now(): number {
  clock += 1;
  return clock;
}

export interface ArrayValue extends Born {
  readonly kind: 'array';
  elements: Value[];
  /** Set when there may be more elements than are listed. */
  open: Unknown | null;
  /** A template's texts as they were written. */
  readonly raw?: ArrayValue;
  /** Where a pattern was found, for lists that are matches. */
  readonly match?: { readonly index: number; readonly input: string; readonly groups: ObjectValue | undefined };
  /** The kind of numbers that a typed array holds. */
  readonly typed?: TypedName;
  /** How long a typed array is that is too long to be written down element by element. */
  readonly fixedLength?: number;
  /** What the program hung on the list besides its elements. */
  properties: Map<string, Slot> | null;
  /** Whether writing to it changes nothing; null when that is not known. */
  isFrozen: boolean | null;
}

/** One property: a plain value, or accessors. `source` remembers where it was written. */
export interface Slot {
  readonly value: Value;
  readonly get?: FunctionValue;
  readonly set?: FunctionValue;
  readonly source: ArgumentSource | null;
  /** Left out where properties are listed: methods of classes, and what was defined so. */
  readonly isHidden?: true;
  /** Set under a condition, or deleted under one. */
  readonly mayBeMissing?: true;
}

export interface ObjectValue extends Born {
  readonly kind: 'object';
  properties: Map<string, Slot>;
  /** Whether writing to it changes nothing; null when that is not known. */
  isFrozen: boolean | null;
  /** The class that made it. */
  readonly class: ClassValue | null;
  /** Where members are looked up that it does not have itself. */
  prototype: ObjectValue | null;
  /** What an instance of a class extending one of the language's own is: an array, a map. */
  builtin: Value;
  /** Set when there may be more properties than are listed: `{...unknown}`. */
  open: Unknown | null;
  /** The braces, when the object was written as a literal. */
  readonly literal: Place | null;
  /** The layer that an instance of an author's own class of layers is. */
  layer: LayerValue | null;
}

export interface MapValue extends Born {
  readonly kind: 'map';
  entries: Map<Value, Value>;
  /** Set when there may be more entries than are listed. */
  open: Unknown | null;
}

export interface SetValue extends Born {
  readonly kind: 'set';
  elements: Set<Value>;
  open: Unknown | null;
}

export interface FunctionValue extends Born {
  readonly kind: 'function';
  readonly node: ts.FunctionLikeDeclaration;
  readonly name: string;
  /** Where the name stands, for functions known by a variable's. */
  readonly nameNode: ts.Node | null;
  readonly scope: Scope;
  readonly module: Module;
  /** The lexical `this` of an arrow function; methods and functions get theirs from the call. */
  readonly boundThis: Value;
  /** The class, or the object literal, in which `super` is looked up. */
  readonly home: Home | null;
  properties: Map<string, Slot>;
}

export interface ClassValue extends Born {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
  readonly name: string;
  readonly scope: Scope;
  readonly module: Module;
  readonly base: Value;
  /** Holds its methods and accessors. */
  readonly prototype: ObjectValue;
  properties: Map<string, Slot>;
}

/** What a method is written in. */
export type Home = ClassValue | ObjectValue;

export interface NativeFunction extends Born {
  readonly kind: 'native';
  readonly name: string;
  readonly call: (args: readonly Value[], site: CallSite, self: Value) => Value;
  readonly members?: Readonly<Record<string, Value>>;
  readonly construct?: (args: readonly Value[], site: CallSite) => Value;
  /** What its instances inherit from. */
  readonly prototype?: ObjectValue;
  /** `Math` and its kin are objects and no functions. */
  readonly isObject?: true;
  /** For `instanceof`: is this one of its instances? */
  readonly hasInstance?: (value: Value) => boolean;
  /** What the program has set on it. */
  properties: Map<string, Slot> | null;
}

/** Where a call stands. */
export interface CallSite {
  readonly node: ts.CallExpression | ts.NewExpression | ts.Node;
  readonly scope: Scope;
}

/** A member of a library that is known by its path, as `layers.conv2d` is: what it does, the namespace says. */
export interface LibraryValue {
  readonly kind: 'library';
  readonly namespace: Namespace;
  /** From the namespace itself, whose path is empty; null stands for a name that is not known, `layers[kind]`. */
  readonly path: readonly (string | null)[];
  /** What a call of the member has made, and not the member: `initializers.zeros()`. */
  readonly isResult?: true;
  /** What that call was given, for members whose results are looked into: `initializers.constant({ value: 2 })`. */
  readonly argument?: Value;
}

/** How the members of a library behave. */
export interface Namespace {
  getMember(of: LibraryValue, name: string | null): Value;
  call(callee: LibraryValue, args: readonly Value[], site: CallSite): Value;
  construct(type: LibraryValue, args: readonly Value[], site: CallSite): Value;
  /** `value instanceof type`. */
  hasInstance(type: LibraryValue, value: Value): Value;
  /** `typeof value`. */
  typeOf(value: LibraryValue): Value;
  /** The layer behind an instance of an author's class that extends `type`. */
  extend(type: LibraryValue, instance: ObjectValue, args: readonly Value[], site: CallSite): LayerValue;
}

/** A namespace import: members are looked up when they are used, so cycles heal. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly module: Module;
}

/** A layer, or a model, which can be used as one. */
export interface LayerValue extends Born {
  readonly kind: 'layer';
  readonly description: Omit<Layer, 'model' | 'label' | 'trainable' | 'source'>;
  readonly label: string;
  source: Layer['source'];
  trainable: boolean;
  /** Whether a model that holds the layer has frozen its weights, which leaves `trainable` as it is. */
  hasFrozenWeights: boolean;
  nodes: NodeValue[];
  /** Batch first, from `inputShape` or `batchInputShape`; null when the config gives none. */
  readonly batchInputShape: Shape | null;
  /** The config object as the author wrote it. */
  readonly config: ObjectValue | null;
  /** What makes it a model: replaced as a whole when branches are taken back. */
  model: ModelState | null;
  /** Which layers it may be, one for each way that the program may take; the others describe the first. */
  readonly alternatives?: Choice<LayerValue>;
  /** The instance of the author's class, for custom layers. */
  readonly instance: ObjectValue | null;
  /** What interpreting the author's class has found; absent for other layers, null when its base is not known. */
  custom?: CustomLayer | null;
}

export interface ModelState {
  readonly kind: 'sequential' | 'functional';
  layers: LayerValue[];
  inputs: TensorValue[];
  outputs: TensorValue[];
  complete: boolean;
  facts: GraphFact[];
  readonly configName: string | null;
  name: string | null;
  nameRange: Place | null;
  /** In each file the first variable or property that it was given to. */
  holders: readonly Place[];
  /** The function that returned it. */
  maker: { readonly name: string; readonly place: Place | null; readonly call: string | null } | null;
  /** The call that the author lets us assume, when the model is made by one. */
  readonly assumed: string | null;
  /** The first call that trains it. */
  trained: Place | null;
  readonly place: Place;
  /** How it was compiled: false before it is, null when that is not known. */
  compiled: Compilation | false | null;
  /** Null when it may be. */
  isDisposed: boolean | null;
}

/** What `model.compile` was given. */
export interface Compilation {
  readonly loss: Value;
  readonly lossSource: ArgumentSource | null;
  readonly place: Place;
}

/** One application of a layer. */
export interface NodeValue {
  readonly layer: LayerValue;
  readonly inputs: readonly TensorValue[];
  outputs: readonly TensorValue[];
  /** What the program itself says of an application that no operator defines. */
  readonly known?: KnownApplication;
}

/** A symbolic tensor: an output of an application. */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly node: NodeValue;
  readonly output: number;
  /** Batch first; empty when not even the rank is known. */
  readonly shape: Shape;
  /** The loop of unknown length that it leaves: any number of layers may be before it. */
  readonly repeats?: Fork;
  /** Which tensors it may be, one for each way that the program may take; the others describe the first. */
  readonly alternatives: Choice<TensorValue> | null;
}

/** A `tf.data.Dataset`: what is known of each of its elements, structures of tensors as TensorFlow.js makes them. */
export interface DatasetValue extends Born {
  readonly kind: 'dataset';
  readonly element: Value;
}

/** What one analysis carries along. Values hold scopes, and scopes lead to the run: their types stand together. */
export interface Run {
  readonly machine: Machine;
  readonly host: FileHost;
  readonly budget: Budget;
  /** What the code that is being executed may spend. */
  work: Work;
  /** What all files but the one that is read may spend together: they take nothing away from it. */
  others: Work;
  readonly limits: Limit[];
  readonly modules: Map<string, Module>;
  readonly missing: Set<string>;
  readonly findings: FileFinding[];
  /** What the program does with models and data. */
  readonly uses: Use[];
  /** Lists and models that were handed to code that is not known: they may have changed since. */
  readonly escaped: WeakSet<object>;
  /** What the top levels of scripts declare, which share it, and variables that are assigned without a declaration. */
  readonly globals: Map<string, Binding>;
  /** Of the language's own globals those that the program has used. */
  readonly builtins: Map<string, Value>;
  /** What the program has hung on libraries, by path: `tf.layers.pair = …`. */
  readonly extensions: Map<string, Value>;
  /** What stands for names that nothing declares. */
  readonly undeclared: Map<string, Unknown>;
  /** The counters behind generated names. */
  counters: Map<string, number>;
  /** How often a call has made a layer. */
  readonly instances: Map<ts.Node, number>;
  /** Every model in the order of its creation. */
  readonly models: LayerValue[];
  /** Every layer that a call of the program made, and the function that did. */
  readonly layers: { readonly layer: LayerValue; readonly maker: string | null }[];
  /** Closures in the order of their creation: those that the program has not called are tried. */
  readonly functions: FunctionValue[];
  readonly classes: ClassValue[];
  readonly called: Set<ts.Node>;
  /** Functions that are being executed. */
  readonly recursions: Map<ts.Node, Recursion>;
  /** While one of them is executed inside of itself. */
  isRecursing: boolean;
  /** Those that may not be taken and are being executed, the innermost last. */
  readonly branches: Branch[];
  /** The path condition: what is decided on the way that is being executed. */
  readonly assumptions: Literal[];
  /** While a loop runs only to see what it changes: nothing that it makes is kept. */
  isRehearsing: boolean;
  /** While a function is tried that the program has not called: its state is not what a call would find. */
  isGuessing: boolean;
  /** When a function was tried for the first time, and when the one was entered that is being tried. */
  firstGuess: number | null;
  guess: number | null;
  /** The call that is being evaluated because the author lets us assume it. */
  assumed: string | null;
  /** How often something was called that may throw for all that is known. */
  mayThrow: number;
  /** What timers will call, while a promise waits for one of them. */
  timers: Value[] | null;
  /** How many `try` blocks with a `catch` are being executed. */
  tries: number;
  steps: number;
  depth: number;
  layerCount: number;
  /** How often a layer was applied. */
  applications: number;
}

/** Of the activations of one function: how deep it calls itself without knowing whether it does. */
export interface Recursion {
  /** How many branches that may not be taken were open when it was called. */
  readonly branches: number;
  readonly doubts: number;
  readonly args: readonly Value[];
}

/**
 * The few operations that the parts of the interpreter need of each other. They meet here and not by importing one
 * another: evaluation is recursive, imports must not be.
 */
export interface Machine {
  evaluate(node: ts.Expression, scope: Scope): Value;
  executeBody(body: ts.ConciseBody | undefined, scope: Scope): Value;
  call(callee: Value, self: Value, args: readonly Value[], site: CallSite): Value;
  construct(callee: Value, args: readonly Value[], site: CallSite): Value;
  getMember(object: Value, name: string, site: CallSite): Value;
  setMember(object: Value, name: string, slot: Slot, site: CallSite): void;
  load(uri: string, run: Run, isModule?: boolean): Module | null;
}

/** A file that was parsed and is being, or has been, executed. */
export interface Module {
  readonly uri: string;
  readonly source: ts.SourceFile;
  readonly scope: Scope;
  readonly exports: Map<string, () => Value>;
  /** `module` of CommonJS, whose `exports` may be replaced. */
  readonly commonJs: Value;
}

/** One activation of a function, or a module's top level. */
export interface Frame {
  readonly run: Run;
  readonly module: Module | null;
  readonly self: Value;
  readonly home: Home | null;
  readonly function: FunctionValue | null;
  readonly args: readonly Value[];
  /** What `new` was called with; undefined in calls without it. */
  readonly target: Value;
  /** Values returned by branches that may not be taken. */
  readonly maybeReturned: Value[];
  /** Takes what `yield` hands out. */
  readonly onYield: Visit | null;
  /** After a `break` or `continue` that may not happen: what follows in the loop's body may be skipped. */
  mayHaveLeft: 'break' | 'continue' | null;
  /** The call that this is an activation by, where the author has written one. */
  readonly call?: { readonly site: CallSite; readonly id: number };
}

export interface Scope {
  readonly variables: Map<string, Binding>;
  readonly parent: Scope | null;
  readonly frame: Frame;
  /** Where `var` declares. */
  readonly isFunctionScope: boolean;
  /** What the statements that run in it declare, whether they have done so or not: it hides what is outside. */
  hides: ReadonlySet<string>;
}

export interface Binding extends Born {
  readonly kind: 'binding';
  value: Value;
}

/** A branch that may not be taken, while it is executed. */
export interface Branch {
  readonly began: number;
  /** Keeps the state of what was there before, the first time that the branch is about to change it. */
  keep(entity: Entity): void;
}

/** Things whose state changes while the program runs. */
export type Entity = Binding | Changing<Value>;

/** Of a union of values those that have a field that changes. */
type Changing<V> = V extends { readonly kind: string } ? ([WritableKeys<V>] extends [never] ? never : V) : never;

export type Structured = Extract<Value, { readonly kind: string }>;

export function isStructured(value: Value): value is Structured {
  return typeof value === 'object' && value !== null;
}

export function isKind<K extends Structured['kind']>(
  value: Value,
  kind: K,
): value is Extract<Structured, { readonly kind: K }> {
  return isStructured(value) && value.kind === kind;
}

export function unknown(why: string, symbol: string | null = null): Unknown {
  return { kind: 'unknown', why, symbol };
}

export function array(elements: Value[], open: Unknown | null = null): ArrayValue {
  return { kind: 'array', elements, open, properties: null, isFrozen: false, born: now() };
}

export function object(
  entries: Iterable<readonly [string, Value]> = [],
  options: Partial<Pick<ObjectValue, 'class' | 'prototype' | 'literal' | 'open'>> = {},
): ObjectValue {
  const properties = new Map<string, Slot>();
  for (const [key, value] of entries) properties.set(key, { value, source: null });
  return {
    kind: 'object',
    properties,
    isFrozen: false,
    class: options.class ?? null,
    prototype: options.prototype ?? null,
    builtin: undefined,
    open: options.open ?? null,
    literal: options.literal ?? null,
    layer: null,
    born: now(),
  };
}

export function native(
  name: string,
  call: (args: readonly Value[], site: CallSite, self: Value) => Value,
  extra: Pick<NativeFunction, 'members' | 'construct' | 'prototype' | 'hasInstance' | 'isObject'> = {},
): NativeFunction {
  return { kind: 'native', name, call, properties: null, born: 0, ...extra };
}
