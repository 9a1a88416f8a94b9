import ts from 'typescript';

/** Parsed programs by URI, so that an unchanged file is not parsed again when another one is edited. */
const cache = new Map<
  string,
  { readonly text: string; readonly kind: ts.ScriptKind; readonly source: ts.SourceFile }
>();

/** As many trees are kept, the last one whatever its size: each character of a program takes some 60 bytes of tree. */
const mostTrees = 200;
const mostCharacters = 500_000;

/** In characters: the tree of a longer program would fill a server's memory. A file of 10,000 layers has 700,000. */
export const largestProgram = 750_000;

/**
 * The syntax tree of a file. The parser recovers from whatever is missing. After an edit it keeps what the edit has
 * not touched, in place: trees that were handed out for earlier texts of the file are not valid any more.
 */
export function parse(uri: string, text: string, kind: ts.ScriptKind = scriptKind(uri)): ts.SourceFile {
  const cached = cache.get(uri);
  if (cached?.text === text && cached.kind === kind) return cached.source;
  const isSameKind = cached?.kind === kind;
  const source = cached && isSameKind ? update(cached.source, cached.text, text) : create(uri, text, kind);
  cache.delete(uri);
  cache.set(uri, { text, kind, source });
  forgetOldest();
  return source;
}

function forgetOldest(): void {
  let trees = 0;
  let characters = 0;
  for (const [uri, { text }] of [...cache].toReversed()) {
    if (trees >= mostTrees || characters > mostCharacters) cache.delete(uri);
    trees += 1;
    characters += text.length;
  }
}

function create(uri: string, text: string, kind: ts.ScriptKind): ts.SourceFile {
  return ts.createSourceFile(uri, text, ts.ScriptTarget.Latest, false, kind);
}

function update(source: ts.SourceFile, before: string, after: string): ts.SourceFile {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  const span = ts.createTextSpan(start, before.length - start - end);
  return ts.updateSourceFile(source, after, ts.createTextChangeRange(span, after.length - start - end));
}

/** JavaScript is read with JSX, which no plain program contradicts; TypeScript only where the extension says so. */
export function scriptKind(uri: string): ts.ScriptKind {
  if (/\.tsx$/i.test(uri)) return ts.ScriptKind.TSX;
  return /\.[cm]?ts$/i.test(uri) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
}
