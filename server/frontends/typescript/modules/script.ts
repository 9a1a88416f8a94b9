import ts from 'typescript';
import { isComponent } from '../../program-files.ts';
import type { ScriptElement } from './elements.ts';
import { onlyRanges, scriptElements } from './elements.ts';
import { parse, scriptKind } from './parse.ts';

/** A program of a page: a file of its own, or what stands in one of the page's elements. */
export interface Script {
  readonly uri: string;
  /** Tells the programs of one file apart. */
  readonly key: string;
  readonly source: ts.SourceFile;
  readonly isModule: boolean;
}

/** A file as the one program that it is; of a component all that its script elements hold. `name` tells which it is. */
export function scriptOfFile(uri: string, text: string, isModule = true, name = uri): Script {
  if (!isComponent(name)) return { uri, key: uri, source: parse(uri, text, scriptKind(name)), isModule };
  const elements = scriptElements(text).filter(({ src }) => src === null);
  const program = onlyRanges(
    text,
    elements.map(({ content }) => content),
  );
  const language = elements.find((element) => element.language !== null)?.language ?? null;
  return { uri, key: uri, source: parse(uri, program, kindOf(language)), isModule: true };
}

/** The program in an element of a page, at its place in the page. */
export function inlineScript(uri: string, text: string, index: number, element: ScriptElement): Script {
  const { content, isModule, language } = element;
  const key = `${uri}#script=${index}`;
  return { uri, key, source: parse(key, onlyRanges(text, [content]), kindOf(language)), isModule };
}

function kindOf(language: string | null): ts.ScriptKind {
  return language === null ? ts.ScriptKind.JSX : scriptKind(`script.${language === 'typescript' ? 'ts' : language}`);
}
