import type { Chooser } from '../frontends/typescript/program-generator.ts';
import { damaged, withOtherNumber } from './mutate-program.ts';

/** A model in JSON after some edits: of its text, or of one of its values. */
export function mutateJson(text: string, pick: Chooser): string {
  let edited = text;
  for (let edits = pick.number(1, 3); edits > 0; edits--) {
    edited = pick.one(damaged, withOtherNumber, withOtherValue, withOtherValue, withOtherValue)(edited, pick);
  }
  return edited;
}

/** One value becomes another one, goes, is wrapped in a list or stands twice. A broken text stays as it is. */
function withOtherValue(text: string, pick: Chooser): string {
  const places: Place[] = [];
  try {
    const file: unknown = JSON.parse(text, function (this: unknown, key, value) {
      if (typeof this === 'object' && this !== null && key !== '') places.push({ holder: this, key });
      return value;
    });
    if (places.length === 0) return text;
    change(pick.of(places), pick);
    return JSON.stringify(file);
  } catch {
    return text;
  }
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

function change({ holder, key }: Place, pick: Chooser): void {
  const value: unknown = Reflect.get(holder, key);
  const kind = pick.one('replace', 'replace', 'delete', 'wrap', 'twice');
  if (kind === 'replace') Reflect.set(holder, key, pick.of<unknown>(rareValues));
  if (kind === 'wrap') Reflect.set(holder, key, [value]);
  if (kind === 'delete') {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  }
  if (kind === 'twice') {
    if (Array.isArray(holder)) holder.push(value);
    else Reflect.set(holder, `${key}2`, value);
  }
}

const rareValues = [
  null,
  true,
  '',
  '__proto__',
  'Conv2D',
  'Model',
  -1,
  0.5,
  1e300,
  [],
  [[]],
  {},
  [null, null],
  { a: 1 },
];
