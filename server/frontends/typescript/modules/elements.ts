import { Parser } from 'htmlparser2';
import type { Range } from '../../../../core/graph/node.ts';

/** A `<script>` of a page or of a single-file component. */
export interface ScriptElement {
  /** The file that it names; null where the program stands in the element itself. */
  readonly src: string | null;
  readonly isModule: boolean;
  /** Runs only when the whole page has been read. */
  readonly isDeferred: boolean;
  readonly language: string | null;
  readonly content: Range;
}

/** The scripts of a page in the order in which they stand. Those in comments, and those that hold data, are none. */
export function scriptElements(text: string): readonly ScriptElement[] {
  const found: ScriptElement[] = [];
  let opened: { readonly attributes: Attributes; readonly start: number } | null = null;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'script') opened = { attributes, start: parser.endIndex + 1 };
    },
    onclosetag(name) {
      if (name !== 'script' || !opened) return;
      const element = toElement(opened.attributes, { start: opened.start, end: parser.startIndex });
      if (element) found.push(element);
      opened = null;
    },
  });
  parser.end(text);
  return found;
}

type Attributes = Readonly<Record<string, string>>;

/** A text in which only some ranges are left: the rest is blank, so that every offset and every line stays. */
export function onlyRanges(text: string, ranges: readonly Range[]): string {
  let kept = '';
  for (const { start, end } of ranges) kept += blank(text.slice(kept.length, start)) + text.slice(start, end);
  return kept + blank(text.slice(kept.length));
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]+/g, (line) => ' '.repeat(line.length));
}

const languages = /^(?:|module|(?:text|application)\/(?:x-)?(?:javascript|ecmascript|babel|typescript|jsx))$/;

function toElement(attributes: Attributes, content: Range): ScriptElement | null {
  const type = attributes.type?.trim().toLowerCase() ?? '';
  if (!languages.test(type)) return null;
  const src = attributes.src ?? null;
  return {
    src,
    isModule: type === 'module',
    isDeferred: type === 'module' || (src !== null && 'defer' in attributes),
    language: attributes.lang ?? (type.endsWith('typescript') ? 'ts' : null),
    content,
  };
}
