/** The libraries that the interpreter knows, and how programs get at them. */
import type { Module, Value } from '../values/values.ts';
import { convlens } from './convlens/library.ts';
import { convnetjs } from './convnetjs/library.ts';
import type { Library } from './library.ts';
import { tensorflow } from './tf/library.ts';
import { vue } from './vue/library.ts';

export const libraries: readonly Library[] = [tensorflow, convlens, convnetjs, vue];

export function importedLibrary(specifier: string): Library | undefined {
  return libraries.find((library) => library.specifier.test(specifier));
}

/** What makes the variable of that name, where a library gives one to the file without an import. */
export function libraryGlobal(name: string, uri: string): (() => Value) | undefined {
  return libraries
    .find(({ globals, isGlobalIn }) => globals.has(name) && (isGlobalIn?.(uri) ?? true))
    ?.globals.get(name);
}

/**
 * What a variable or property of that name holds where nothing else says so: `tf` that is passed in, or fetched in a way
 * that is not followed, is the library all the same.
 */
export function libraryNamed(name: string): Value {
  return libraries.find(({ globals, traces }) => traces && globals.has(name))?.globals.get(name)?.();
}

/** The `this` of the file's functions, where a library makes one. */
export function librarySelf(module: Module): Value {
  for (const { self } of libraries) {
    const made = self?.(module);
    if (made !== undefined) return made;
  }
  return undefined;
}

export function isLibraryScript(path: string): boolean {
  return libraries.some(({ script }) => script?.test(path));
}
