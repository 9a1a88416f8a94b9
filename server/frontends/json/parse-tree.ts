import { type ParseError, visit } from 'jsonc-parser';

/** Where something stands in the original file. */
interface Spot {
  readonly offset: number;
  readonly length: number;
}

/** A value in a JSON text. */
export type JsonNode = Spot &
  (
    | { readonly type: 'object'; readonly value: readonly Property[] }
    | { readonly type: 'array'; readonly value: readonly JsonNode[] }
    | { readonly type: 'string' | 'number' | 'boolean' | 'null'; readonly value: Literal }
  );

type Literal = string | number | boolean | null;

/** `"key": value` in an object. Its spot is the key's. */
export interface Property extends Spot {
  readonly key: string;
  /** Undefined while it is being typed. */
  readonly value: JsonNode | undefined;
}

/**
 * The tree of a JSON text, as far as it can be made out. It takes a quarter of the memory of jsonc-parser's own tree: no
 * nodes for keys, no way up, and lists that are as long as what is in them.
 */
export function parseTree(text: string): { readonly root: JsonNode | null; readonly errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  const top: Open = { parts: [], node: null };
  const open: Open[] = [top];
  const begin = (type: 'object' | 'array', offset: number): void => {
    const node: Container = { type, offset, length: 0, value: [] };
    addTo(open.at(-1)!, node as JsonNode);
    open.push({ parts: [], node });
  };
  const end = (offset: number, length: number): void => finish(open.pop()!, offset + length);
  visit(
    text,
    {
      onObjectBegin: (offset) => begin('object', offset),
      onArrayBegin: (offset) => begin('array', offset),
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectProperty: (key, offset, length) => {
        open.at(-1)!.parts.push({ key, offset, length, value: undefined });
      },
      onLiteralValue: (value: Literal, offset, length) =>
        addTo(open.at(-1)!, { type: typeOf(value), offset, length, value }),
      onError: (error, offset, length) => errors.push({ error, offset, length }),
    },
    { disallowComments: true },
  );
  // What the text breaks off in goes to its end.
  for (const broken of open) finish(broken, text.length);
  const [root] = top.parts;
  return { root: root && 'type' in root ? root : null, errors };
}

/** An object or array whose end is not read yet; around all of them, what stands at the top of the text. */
interface Open {
  readonly parts: (JsonNode | GrowingProperty)[];
  readonly node: Container | null;
}

interface Container {
  readonly type: 'object' | 'array';
  readonly offset: number;
  length: number;
  value: Open['parts'];
}

type GrowingProperty = Omit<Property, 'value'> & { value: JsonNode | undefined };

function addTo({ node, parts }: Open, value: JsonNode): void {
  const last = parts.at(-1);
  if (node?.type !== 'object') parts.push(value);
  else if (last && 'key' in last) last.value = value;
}

function finish({ node, parts }: Open, end: number): void {
  if (!node) return;
  node.length = end - node.offset;
  // A list that was pushed to has room for more; its copy has not.
  node.value = parts.slice();
}

function typeOf(value: Literal): 'string' | 'number' | 'boolean' | 'null' {
  return value === null ? 'null' : (typeof value as 'string' | 'number' | 'boolean');
}
