/** An edit as fingers make it: cut off, delete a span, type a sign, swap two words. Places are parts of the text. */
export interface Damage {
  readonly kind: (typeof damageKinds)[number];
  readonly at: number;
  readonly other: number;
  readonly sign: string;
}

export const damageKinds = ['cut', 'delete', 'type', 'swap'] as const;

export const damageSigns: readonly string[] = [
  ...'(){}[].,;=+-*/<>!?:&|\'"`$#@\\\n',
  ...['null', '=>', 'await ', 'new '],
];

/** The text after the edit. */
export function damage(text: string, { kind, at, other, sign }: Damage): string {
  const start = Math.floor(at * text.length);
  const length = Math.floor(other * 40);
  if (kind === 'cut') return text.slice(0, start);
  if (kind === 'delete') return text.slice(0, start) + text.slice(start + length);
  if (kind === 'type') return text.slice(0, start) + sign + text.slice(start);
  const words = text.split(/\b/);
  const [a, b] = [Math.floor(at * words.length), Math.floor(other * words.length)];
  [words[a], words[b]] = [words[b] ?? '', words[a] ?? ''];
  return words.join('');
}
