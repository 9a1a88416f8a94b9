import ts from 'typescript';
import { isPage, isProgram } from '../../program-files.ts';
import { scriptElements } from './elements.ts';
import { largestProgram } from './parse.ts';
import { inlineScript, type Script, scriptOfFile } from './script.ts';

export interface SyntaxFault {
  /** As the parser of TypeScript says it, with a full stop. */
  readonly message: string;
  readonly range: { readonly start: number; readonly end: number };
}

/**
 * The first place where a program stops being one, as while it is being typed; null for a whole one. Reading recovers
 * from such places, and an editor shows them anyway, so only the command line asks.
 */
export function syntaxFault(uri: string, text: string): SyntaxFault | null {
  if (text.length > largestProgram) return null;
  try {
    return firstFault(uri, text);
  } catch (error) {
    // The parser goes down what is nested by recursion: what is too deep for it, the analysis has told.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function firstFault(uri: string, text: string): SyntaxFault | null {
  for (const { source } of scriptsIn(uri, text)) {
    const first = syntacticDiagnostics(ownTree(source)).find(({ code }) => !oldForms.has(code));
    if (!first) continue;
    const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
    return { message, range: { start: first.start, end: first.start + first.length } };
  }
  return null;
}

/** Octal numbers and escapes, and zeros before numbers: runtimes take them in programs that are no modules. */
const oldForms: ReadonlySet<number> = new Set([1121, 1487, 1488, 1489]);

function scriptsIn(uri: string, text: string): readonly Script[] {
  if (!isPage(uri)) return isProgram(uri) ? [scriptOfFile(uri, text)] : [];
  return scriptElements(text).flatMap((element, index) =>
    element.src === null ? [inlineScript(uri, text, index, element)] : [],
  );
}

/**
 * A program of the compiler notes things in the trees that it is made of. Types in JavaScript are read like those of
 * TypeScript, so that they are no fault here either.
 */
function ownTree({ text, languageVersion, languageVariant }: ts.SourceFile): ts.SourceFile {
  const isJsx = languageVariant === ts.LanguageVariant.JSX;
  const kind = isJsx ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(isJsx ? 'program.tsx' : 'program.ts', text, languageVersion, false, kind);
}

function syntacticDiagnostics(source: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === source.fileName ? source : undefined),
    getDefaultLibFileName: () => '',
    writeFile: () => {},
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === source.fileName,
    readFile: () => undefined,
  };
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, types: [] };
  return ts.createProgram([source.fileName], options, host).getSyntacticDiagnostics(source);
}
