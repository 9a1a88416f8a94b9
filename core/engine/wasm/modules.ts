import type { Definition } from './builder.ts';
import { moduleOf } from './emit/module.ts';

/** Compiled modules by the functions in them. */
export interface Modules {
  compile(functions: readonly Definition[], pages: number): Promise<WebAssembly.Module>;
}

/** Modules of a few networks: a panel switches between some, and runs one again and again. */
const KEPT = 8;

/**
 * Keeps the modules that were used last, so that a network that is loaded again is neither emitted nor compiled again:
 * emitting makes megabytes of garbage, and the host frees machine code late. The modules of one engine use the same
 * instructions.
 */
export function createModules(): Modules {
  const kept = new Map<string, Promise<WebAssembly.Module>>();
  return {
    compile(functions, pages) {
      const key = [pages, ...functions.map((definition) => definition.key)].join('\n');
      const module = kept.get(key) ?? WebAssembly.compile(emit(functions, pages));
      kept.delete(key);
      kept.set(key, module);
      for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
      return module;
    },
  };
}

function emit(functions: readonly Definition[], pages: number): Uint8Array<ArrayBuffer> {
  return moduleOf(
    functions.map(({ make }) => make()),
    pages,
  );
}
