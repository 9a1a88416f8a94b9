import type { LibraryValue } from './values.ts';

/** A member as a program writes it behind the library's name: `layers.conv2d`, `initializers.zeros()`. */
export function memberText({ path, isResult }: LibraryValue): string {
  const names = path.map((name) => name ?? '?').join('.');
  return isResult ? `${names}()` : names;
}

/** Whether two values are the same member of the same library. */
export function isSameMember(a: LibraryValue, b: LibraryValue): boolean {
  return a.namespace === b.namespace && memberText(a) === memberText(b) && a.argument === b.argument;
}
