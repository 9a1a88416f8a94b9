import { firstReadable } from '../modules/resolve.ts';
import type { Scope, Value } from '../values/values.ts';
import { isLocal, targetsOf } from './paths.ts';

/** `importScripts('layers.js')` in a worker: the file's top level is the worker's. */
export function importScripts(paths: readonly Value[], scope: Scope): undefined {
  const { run, module } = scope.frame;
  for (const path of paths) {
    if (typeof path !== 'string' || !module || !isLocal(path)) continue;
    const found = firstReadable(targetsOf(path, module.uri), run);
    if (found) run.machine.load(found.uri, run, false);
  }
}
