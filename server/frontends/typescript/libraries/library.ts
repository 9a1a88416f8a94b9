import type { Module, Value } from '../values/values.ts';

/** A library that the interpreter knows without reading it. */
export interface Library {
  /** The specifiers that mean it: its package, or a copy of its script. */
  readonly specifier: RegExp;
  /** What an import of it gives. */
  readonly module: () => Value;
  /** What a program has of it without an import, by the names of the variables. */
  readonly globals: ReadonlyMap<string, () => Value>;
  /** In which files these variables are; in all, when it is absent. */
  readonly isGlobalIn?: (uri: string) => boolean;
  /** The `this` of a file's functions that the program does not call, where the library makes one of what it exports. */
  readonly self?: (module: Module) => Value;
  /** The paths at which pages keep its script; null when it comes as a package only. */
  readonly script: RegExp | null;
  /** How a program shows that it may make layers with it; null when it makes none. */
  readonly traces: Traces | null;
}

interface Traces {
  /** Without a match in the text there is no need to look at the syntax. */
  readonly text: RegExp;
  /** Packages whose import counts: its own, and those that hand it on. */
  readonly packages: RegExp;
}
