import { relativeUri } from '../frontends/relative-uri.ts';

/**
 * Who imports whom, as far as the programs' texts tell: what a file's functions are called with stands in the files that
 * import it. Only the specifiers are kept, not the texts.
 */
export class ImportIndex {
  /** By importing file, the keys of what it imports. */
  readonly #imports = new Map<string, readonly string[]>();
  readonly #importers = new Map<string, Set<string>>();

  /** Takes a file's text as it is now; null when the file is gone. True when it imports something else than before. */
  set(uri: string, text: string | null): boolean {
    const keys = text === null ? [] : keysOfImports(uri, text);
    const before = this.#imports.get(uri) ?? [];
    if (keys.length === before.length && keys.every((key, index) => key === before[index])) return false;
    for (const key of before) this.#importers.get(key)?.delete(uri);
    for (const key of keys) this.#importers.set(key, (this.#importers.get(key) ?? new Set()).add(uri));
    if (keys.length > 0) this.#imports.set(uri, keys);
    else this.#imports.delete(uri);
    return true;
  }

  /**
   * The files that seem to import this one, and those that import them: the farthest first, since they say what the
   * nearer ones are called with. Of very many the nearest.
   */
  importersOf(uri: string): readonly string[] {
    const found = new Set([uri]);
    for (const file of found) {
      if (found.size > mostImporters) break;
      for (const importer of [file, aliasOf(file)].flatMap((key) => this.#direct(key))) found.add(importer);
    }
    return [...found].slice(1, mostImporters + 1).reverse();
  }

  #direct(key: string): readonly string[] {
    return [...(this.#importers.get(stemOf(key)) ?? [])].sort();
  }
}

const mostImporters = 24;

/** `from '…'`, `import '…'`, `import('…')`, `require('…')`. */
const imports = /\b(?:from|import|require)\s*\(?\s*(['"`])([^'"`\n]+)\1/g;

function keysOfImports(uri: string, text: string): string[] {
  const keys = new Set<string>();
  for (const [, , specifier = ''] of text.matchAll(imports)) {
    if (specifier.startsWith('.')) keys.add(stemOf(relativeUri(specifier, uri)));
    // What `paths` of a tsconfig lead to is not looked up here: the last part of the name is enough for a guess.
    else if (!/tensorflow|^node:/.test(specifier)) keys.add(stemOf(aliasOf(specifier)));
  }
  return [...keys];
}

/** A file under any path that ends like its own: `*model` of `file:///a/lib/model.ts` and of `@/lib/model`. */
function aliasOf(path: string): string {
  return `*${stemOf(path).split('/').at(-1)}`;
}

/** `file:///lib/model` of `file:///lib/model.js` and of `file:///lib/model/index.ts`. */
function stemOf(path: string): string {
  return path.replace(/\.([cm]?[jt]sx?|vue|svelte)$/i, '').replace(/\/(?:index)?$/, '');
}
