import type ts from 'typescript';
import type { ArgumentSource, GraphFact, KnownApplication, Layer, Place } from '../../../../core/graph/node.ts';
import type { Expression } from '../../../../core/vocabulary/dimension.ts';
import type { Shape, WeightSpec } from '../../../../core/vocabulary/operator.ts';
import type { Module, Scope } from './machine.ts';

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
  | TfValue
  | ModuleValue
  | LayerValue
  | TensorValue
  | SymbolValue
  | GeneratorValue
  | RegExpValue
  | RejectedValue;

/** A number that depends on named sizes: `2·filters`. */
export interface SymbolicNumber {
  readonly kind: 'number';
  readonly expression: Expression;
}

/** `Symbol('text')`; `key` is what properties are kept under. */
export interface SymbolValue {
  readonly kind: 'symbol';
  readonly key: string;
  readonly description: string | undefined;
}

export interface RegExpValue {
  readonly kind: 'regexp';
  readonly source: string;
  readonly flags: string;
  lastIndex: number;
  /** What matching may cost. */
  readonly loops: { readonly count: number; readonly isNested: boolean };
}

/** Takes an element, which may be a rest; answers what `yield` gives. */
export type Visit = (item: Value) => Value;

/** What a generator function gives: its body has not begun until somebody wants an element. */
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

/** What cannot be known, and why. `symbol` names it where an author would: a parameter or a member of one. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly why: string;
  readonly symbol: string | null;
  /** As an element of a list: any number of elements, none included. */
  readonly isRest?: true;
  /** What it asks, when it is the answer to a question: `kind === 'gru'`. */
  readonly test?: Test;
}

/** A question about unknown values. */
export type Test =
  | { readonly kind: 'not'; readonly of: Unknown }
  | { readonly kind: 'is'; readonly of: Unknown; readonly value: undefined | null | boolean | number | bigint | string }
  | { readonly kind: 'nothing'; readonly of: Unknown }
  | { readonly kind: 'both' | 'either'; readonly parts: readonly [Unknown, Unknown] };

/** A condition that holds, or one that does not. */
export interface Literal {
  readonly condition: Unknown;
  readonly holds: boolean;
}

/** A point where the program goes one of several ways; a loop of unknown length goes its way any number of times. */
export interface Fork {
  readonly isLoop: boolean;
  /** What holds on each of the ways. */
  readonly literals?: readonly (readonly Literal[])[];
}

/** What something is on each way that leads away from a fork. */
export interface Choice<T> {
  readonly fork: Fork;
  readonly ways: readonly T[];
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
  /** What the program hung on the list besides its elements. */
  properties?: Map<string, Slot>;
}

/** The kinds of typed arrays. */
export type TypedName =
  | `Float${32 | 64}Array`
  | `Int${8 | 16 | 32}Array`
  | `Uint${8 | 16 | 32}Array`
  | 'Uint8ClampedArray';

/** One property: a plain value, or accessors. `source` remembers where it was written. */
export interface Slot {
  readonly value: Value;
  readonly get?: FunctionValue;
  readonly set?: FunctionValue;
  readonly source: ArgumentSource | null;
  /** Left out where properties are listed: methods of classes, and what was defined so. */
  readonly isHidden?: true;
}

export interface ObjectValue extends Born {
  readonly kind: 'object';
  properties: Map<string, Slot>;
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
  /** The layer that an instance of a class extending `tf.layers.Layer` is. */
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

export type FunctionNode = ts.FunctionLikeDeclaration;

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode;
  readonly name: string;
  /** Where the name stands, for functions known by a variable's. */
  readonly nameNode: ts.Node | null;
  readonly scope: Scope;
  readonly module: Module;
  /** The lexical `this` of an arrow function; methods and functions get theirs from the call. */
  readonly boundThis: Value;
  /** The class, or the object literal, whose `super` the body means. */
  readonly home: Home | null;
  readonly properties: Map<string, Slot>;
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

export interface NativeFunction {
  readonly kind: 'native';
  readonly name: string;
  call(args: readonly Value[], site: CallSite, self: Value): Value;
  readonly members?: Readonly<Record<string, Value>>;
  readonly construct?: (args: readonly Value[], site: CallSite) => Value;
  /** What its instances inherit from. */
  readonly prototype?: ObjectValue;
  /** `Math` and its kin are objects and no functions. */
  readonly isObject?: true;
  /** For `instanceof`: is this one of its instances? */
  readonly hasInstance?: (value: Value) => boolean;
}

/** Where a call stands. */
export interface CallSite {
  readonly node: ts.CallExpression | ts.NewExpression | ts.Node;
  readonly scope: Scope;
}

/** A member of TensorFlow.js by its path: ``, `layers`, `layers.conv2d`. */
export interface TfValue {
  readonly kind: 'tf';
  readonly path: string;
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
  readonly custom?: CustomLayer | null;
}

export interface CustomLayer {
  /** What the layer adds to itself, in order; null when that could not be followed. */
  weights: readonly WeightSpec[] | null;
  isBuilt: boolean;
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
  /** The function that returned it. */
  maker: { readonly name: string; readonly place: Place | null; readonly call: string | null } | null;
  /** The call that the author lets us assume, when the model is made by one. */
  readonly assumed: string | null;
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

/** Stands in a list for any number of elements. */
export function rest({ why }: Unknown): Unknown {
  return { kind: 'unknown', why, symbol: null, isRest: true };
}

export function isRest(value: Value): value is Unknown {
  return isKind(value, 'unknown') && value.isRest === true;
}

export function array(elements: Value[], open: Unknown | null = null): ArrayValue {
  return { kind: 'array', elements, open, born: now() };
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
  return { kind: 'native', name, call, ...extra };
}

export function isCallable(value: Value): value is FunctionValue | NativeFunction | ClassValue | TfValue {
  return isStructured(value) && ['function', 'native', 'class', 'tf'].includes(value.kind);
}
