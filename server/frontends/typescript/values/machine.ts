import type ts from 'typescript';
import type { Place } from '../../../../core/graph/node.ts';
import type { Budget, FileFinding, FileHost, IsCancelled } from '../../frontend.ts';
import type {
  Born,
  CallSite,
  ClassValue,
  FunctionValue,
  Home,
  LayerValue,
  Literal,
  Slot,
  Value,
  Visit,
} from './values.ts';

/**
 * What one analysis carries along, and the few operations that the parts of the interpreter need of each other.
 * They meet here and not by importing one another: evaluation is recursive, imports must not be.
 */
export interface Run {
  readonly machine: Machine;
  readonly host: FileHost;
  readonly budget: Budget;
  readonly isCancelled: IsCancelled;
  deadline: number;
  readonly modules: Map<string, Module>;
  readonly missing: Set<string>;
  readonly findings: FileFinding[];
  /** What the top levels of scripts declare, which share it, and variables that nobody declared. */
  readonly globals: Map<string, Binding>;
  /** The counters behind TF.js's generated names. */
  counters: Map<string, number>;
  /** How often a call has made a layer. */
  readonly instances: Map<ts.Node, number>;
  /** Every model in the order of its creation. */
  readonly models: LayerValue[];
  /** Every layer that a call of the program made, and the function that did. */
  readonly layers: { readonly layer: LayerValue; readonly maker: string | null }[];
  /** Closures in the order of their creation, so that the ones nobody called can be tried. */
  readonly functions: FunctionValue[];
  readonly classes: ClassValue[];
  readonly called: Set<ts.Node>;
  /** Functions that are being executed. */
  readonly recursions: Map<ts.Node, Recursion>;
  /** Those that may not be taken and are being executed, the innermost last. */
  readonly branches: Branch[];
  /** Conditions that are decided on the way that is being gone. */
  readonly assumptions: Literal[];
  /** While a loop runs only to see what it changes: nothing that it makes is kept. */
  isRehearsing: boolean;
  /** While a function runs that nobody called: its state is not what it would find in a program. */
  isGuessing: boolean;
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
}

/** Of the activations of one function: how deep it calls itself without knowing whether it does. */
export interface Recursion {
  /** How many branches that may not be taken were open when it was called. */
  readonly branches: number;
  readonly doubts: number;
}

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
export type Entity =
  | Binding
  | Extract<Value, { readonly kind: 'array' | 'object' | 'map' | 'set' | 'class' | 'layer' | 'generator' }>;

export type EntityState = {
  readonly [key: string]: unknown;
};

/** How a statement ended, when not by reaching its end. */
export type Completion =
  | { readonly kind: 'return'; readonly value: Value }
  | { readonly kind: 'break' | 'continue'; readonly label: string | null };

/** A `throw` of the program under analysis. */
export class Thrown {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** Ends the analysis: a budget ran out or nobody wants the answer. */
export class Stopped {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export function evaluate(node: ts.Expression, scope: Scope): Value {
  return scope.frame.run.machine.evaluate(node, scope);
}

export function callValue(callee: Value, args: readonly Value[], site: CallSite, self?: Value): Value {
  return site.scope.frame.run.machine.call(callee, self, args, site);
}

export function constructValue(callee: Value, args: readonly Value[], site: CallSite): Value {
  return site.scope.frame.run.machine.construct(callee, args, site);
}

export function getMember(target: Value, name: string, site: CallSite): Value {
  return site.scope.frame.run.machine.getMember(target, name, site);
}

export function setMember(target: Value, name: string, slot: Slot, site: CallSite): void {
  site.scope.frame.run.machine.setMember(target, name, slot, site);
}

/**
 * To be called before something changes: a branch that may not be taken keeps what was there before it, so that it can
 * be taken back. Outside of such branches this costs nothing.
 */
export function touch(run: Run, entity: Entity): void {
  const branch = run.branches.at(-1);
  if (branch && entity.born < branch.began) branch.keep(entity);
}

/** Counts one step of work and stops the analysis when a limit is reached. */
export function step(run: Run): void {
  run.steps += 1;
  if (run.steps > run.budget.steps) throw new Stopped(`stopped after ${run.budget.steps} steps`);
  if (run.steps % 256 === 0) {
    if (run.isCancelled()) throw new Stopped('cancelled');
    if (Date.now() > run.deadline) throw new Stopped(`stopped after ${run.budget.milliseconds} ms`);
  }
}

export function placeOf(node: ts.Node, scope: Scope): Place {
  const source = scope.frame.module?.source;
  return { file: scope.frame.module?.uri ?? '', range: { start: node.getStart(source), end: node.getEnd() } };
}
