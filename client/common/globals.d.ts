/** What both extension hosts, Node and web worker, have besides the language: all that common code may use of it. */

declare function setTimeout(callback: () => void, milliseconds: number): { readonly timer: unique symbol };
declare function clearTimeout(timer: ReturnType<typeof setTimeout> | undefined): void;

declare class TextDecoder {
  constructor(label?: string);
  decode(bytes: Uint8Array): string;
}

declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
