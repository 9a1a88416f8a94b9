import { relativeUri } from '../../relative-uri.ts';
import { isLibraryScript } from '../libraries/index.ts';
import { candidates } from '../modules/resolve.ts';

/** Whether what a page or a worker names lies beside it, and not somewhere in the network. */
export function isLocal(path: string): boolean {
  return path !== '' && !/^([a-z][\w+.-]*:|\/\/)/i.test(path);
}

/** Where a script may lie: at the path itself, or where the program is that it has been compiled from. */
export function targetsOf(path: string, from: string): readonly string[] {
  return candidates(relativeUri(escaped(path.replace(/[?#].*$/, '')), from));
}

/** A path in a URI, whether its author has escaped it or not. */
function escaped(path: string): string {
  try {
    return path
      .split('/')
      .map((part) => encodeURIComponent(decodeURIComponent(part)))
      .join('/');
  } catch {
    return path;
  }
}

/** Copies of libraries are no part of the program: what they offer is known, or of no interest. */
export function isLibrary(path: string): boolean {
  return isLibraryScript(path) || /[.-]min\.js$|(^|\/)(jquery|d3|p5|three)[\w.-]*\.js$/i.test(path);
}
