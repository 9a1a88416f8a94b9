import * as l10n from '@vscode/l10n';
import { aliasesOf } from '../values/aliases.ts';
import { touch } from '../values/machine.ts';
import type { ObjectValue, Run, Slot } from '../values/values.ts';
import { unknown } from '../values/values.ts';
import { join } from './join.ts';

/**
 * What writing to an object does to the others that it may be, and that may be it: they have the value that they had, or
 * the one that is written, null for a property that is deleted.
 */
export function writeAliases(target: ObjectValue, name: string, written: Slot | null, run: Run): void {
  for (const alias of aliasesOf(target)) {
    touch(run, alias);
    const slot = alias.properties.get(name);
    const known = slot ?? written;
    if (!known) continue;
    const value = written ? join(meeting(run), slot?.value, written.value) : unknown(why());
    alias.properties.set(name, { ...known, value, ...(slot && written ? {} : { mayBeMissing: true }) });
  }
}

const why = (): string => l10n.t('one of several objects was changed');

function meeting(run: Run): Parameters<typeof join>[0] {
  return { run, fork: { isLoop: false }, taken: 0, why: why() };
}
