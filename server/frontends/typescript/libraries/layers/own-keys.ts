import type ts from 'typescript';
import { summaryOf } from '../../flow/summaries.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, Module, ObjectValue } from '../../values/values.ts';

/**
 * Whether the program may read a key of a layer's config itself: `const cfg = { filters: 4, repeat: 2 }`, which it loops
 * over. A config that is written in the call has no other reader.
 */
export function isReadByProgram(config: ObjectValue, key: string, { node, scope }: CallSite): boolean {
  const source = config.properties.get(key)?.source;
  const call = placeOf(node, scope);
  const isInside =
    source?.file === call.file && call.range.start <= source.property.start && source.property.end <= call.range.end;
  if (isInside) return false;
  return modulesAround({ node, scope }).some((module) => takenIn(module.source).has(key));
}

/** The modules through whose calls the config may have come. */
function modulesAround({ scope }: CallSite): readonly Module[] {
  const modules = new Set<Module>();
  for (let { frame } = scope, left = mostCalls; left > 0; left--) {
    if (frame.module) modules.add(frame.module);
    if (!frame.call) break;
    frame = frame.call.site.scope.frame;
  }
  return [...modules];
}

const mostCalls = 8;

const taken = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

function takenIn(source: ts.SourceFile): ReadonlySet<string> {
  const known = taken.get(source) ?? summaryOf(source).taken;
  taken.set(source, known);
  return known;
}
