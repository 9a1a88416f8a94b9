import type { Source } from '../source.ts';

/** For each file those that seem to import it, found by the last part of what they import. */
export function indexCallers(sources: readonly Source[]): (uri: string) => readonly string[] {
  const importers = new Map<string, Set<string>>();
  for (const { uri, text } of sources) {
    if (!scriptExtension.test(uri)) continue;
    for (const [, specifier] of text.matchAll(/(?:from|import|require)\s*\(?\s*['"](\.[^'"\n]*)['"]/g)) {
      const name = nameOf(specifier ?? '');
      importers.set(name, (importers.get(name) ?? new Set()).add(uri));
    }
  }
  return (uri) => [...(importers.get(nameOf(uri)) ?? [])].filter((other) => other !== uri);
}

const scriptExtension = /\.[cm]?[jt]sx?$/i;

/** `model` of `./lib/model.js` and of `./model/index.ts`. */
function nameOf(path: string): string {
  const [name = ''] = path
    .replace(/(\/index)?(\.[cm]?[jt]sx?)?$/i, '')
    .split('/')
    .slice(-1);
  return name;
}
