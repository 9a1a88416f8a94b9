/** How a text stands in its file, told by the byte-order mark in front of it, so that it can be written back like that. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** The text has no byte-order mark: editors count columns without it. */
export interface EncodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

export function decodeText(bytes: Uint8Array): EncodedText {
  const encoding = encodingOf(bytes);
  // The decoder drops the mark.
  return { text: new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(bytes), encoding };
}

export function encodeText({ text, encoding }: EncodedText): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    default:
      return encoding satisfies never;
  }
}

function encodingOf([first, second, third]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8-bom' : 'utf-8';
}
