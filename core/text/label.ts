import { shorten } from './shorten.ts';
import { visible } from './visible.ts';

/** A name out of a file where an editor shows plain text: a symbol, a hint, a tooltip. */
export function plainName(name: string): string {
  return shorten(visible(name));
}

/** As `plainName`, where an editor draws `$(name)` as an icon: a lens, the status bar, a picker. */
export function labelName(name: string): string {
  return plainName(name).replace(/\$\(/g, '\\$(');
}
