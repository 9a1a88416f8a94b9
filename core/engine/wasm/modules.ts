/** Compiled modules by their bytes. */
export interface Modules {
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module>;
}

/** Modules of a few networks: a panel switches between some, and runs one again and again. */
const KEPT = 8;

/**
 * Keeps the modules that were used last. A network that is loaded again is not compiled again, and its machine code,
 * which the host frees late and outside the heap that it watches, exists once.
 */
export function createModules(): Modules {
  let kept: readonly { readonly bytes: Uint8Array; readonly module: Promise<WebAssembly.Module> }[] = [];
  return {
    compile(bytes) {
      const found = kept.find((entry) => equal(entry.bytes, bytes)) ?? { bytes, module: WebAssembly.compile(bytes) };
      kept = [found, ...kept.filter((entry) => entry !== found)].slice(0, KEPT);
      return found.module;
    },
  };
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
