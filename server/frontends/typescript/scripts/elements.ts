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
  const opening = /<!--|<script(?=[\s/>])/gi;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    if (match[0] === '<!--') {
      opening.lastIndex = indexOr(text.length, text.indexOf('-->', opening.lastIndex));
      continue;
    }
    const tagEnd = endOfTag(text, opening.lastIndex);
    const end = endOfContent(text, tagEnd);
    const attributes = readAttributes(text.slice(opening.lastIndex, tagEnd - 1));
    const element = toElement(attributes, { start: tagEnd, end });
    if (element) found.push(element);
    opening.lastIndex = end;
  }
  return found;
}

/** A text in which only some ranges are left: the rest is blank, so that every offset and every line stays. */
export function onlyRanges(text: string, ranges: readonly Range[]): string {
  let kept = '';
  for (const { start, end } of ranges) kept += blank(text.slice(kept.length, start)) + text.slice(start, end);
  return kept + blank(text.slice(kept.length));
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ');
}

const languages = /^(?:|module|(?:text|application)\/(?:x-)?(?:javascript|ecmascript|babel|typescript|jsx))$/;

function toElement(attributes: ReadonlyMap<string, string>, content: Range): ScriptElement | null {
  const type = attributes.get('type')?.trim().toLowerCase() ?? '';
  if (!languages.test(type)) return null;
  const src = attributes.get('src') ?? null;
  return {
    src,
    isModule: type === 'module',
    isDeferred: type === 'module' || (src !== null && attributes.has('defer')),
    language: attributes.get('lang') ?? (type.endsWith('typescript') ? 'ts' : null),
    content,
  };
}

/** Behind the `>` that closes a tag; one within quotes closes nothing. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]!;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return at + 1;
    else if (character === '"' || character === "'") quote = character;
  }
  return text.length;
}

function endOfContent(text: string, from: number): number {
  const closing = /<\/script(?=[\s/>]|$)/gi;
  closing.lastIndex = from;
  return closing.exec(text)?.index ?? text.length;
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, double, single, bare] of text.matchAll(attribute)) {
    if (name !== undefined) attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '');
  }
  return attributes;
}

const attribute = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

function indexOr(otherwise: number, index: number): number {
  return index < 0 ? otherwise : index;
}
