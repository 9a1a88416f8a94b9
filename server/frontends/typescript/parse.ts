import ts from 'typescript';

/** Parsed files by URI, so that an unchanged file is not parsed again when another one is edited. */
const cache = new Map<string, { readonly text: string; readonly source: ts.SourceFile }>();
const cacheSize = 200;

/** The syntax tree of a file. The parser recovers from whatever is missing. */
export function parse(uri: string, text: string): ts.SourceFile {
  const cached = cache.get(uri);
  if (cached?.text === text) return cached.source;
  const source = ts.createSourceFile(uri, text, ts.ScriptTarget.Latest, false, scriptKind(uri));
  cache.delete(uri);
  cache.set(uri, { text, source });
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return source;
}

/** JavaScript is read with JSX, which no plain program contradicts; TypeScript only where the extension says so. */
function scriptKind(uri: string): ts.ScriptKind {
  if (/\.tsx$/i.test(uri)) return ts.ScriptKind.TSX;
  return /\.[cm]?ts$/i.test(uri) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
}
