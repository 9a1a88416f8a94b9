import { damage, damageKinds, damageSigns } from '../frontends/typescript/damage.ts';
import type { Chooser } from '../frontends/typescript/program-generator.ts';

/** A program after some edits; `donor` is another program, from which lines are taken. */
export function mutateProgram(text: string, donor: string, pick: Chooser): string {
  let edited = text;
  for (let edits = pick.number(1, 3); edits > 0; edits--) {
    edited = pick.one(
      damaged,
      damaged,
      withOtherNumber,
      withOtherNumber,
      withLinesOf(donor),
      withLineTwice,
    )(edited, pick);
  }
  return edited;
}

/** A number of a text becomes one that is rarely thought of. */
export function withOtherNumber(text: string, pick: Chooser): string {
  const numbers = [...text.matchAll(/(?<![\w$.])\d+(?:\.\d+)?(?![\w$])/g)];
  if (numbers.length === 0) return text;
  const found = pick.of(numbers);
  return text.slice(0, found.index) + pick.of(rareNumbers) + text.slice(found.index + found[0].length);
}

/** Written so that JSON has them as well. */
const rareNumbers = ['0', '-1', '0.5', '3', '1e3', '65536', '2147483648', '9007199254740993', '1e21', '1e308', '1e999'];

export function damaged(text: string, pick: Chooser): string {
  const part = () => pick.number(0, 999_999) / 1_000_000;
  return damage(text, { kind: pick.of(damageKinds), at: part(), other: part(), sign: pick.of(damageSigns) });
}

function withLinesOf(donor: string): (text: string, pick: Chooser) => string {
  return (text, pick) => {
    const lines = donor.split('\n');
    const from = pick.number(0, lines.length - 1);
    return withLines(text, lines.slice(from, from + pick.number(1, 8)), pick);
  };
}

function withLineTwice(text: string, pick: Chooser): string {
  return withLines(text, [pick.of(text.split('\n'))], pick);
}

function withLines(text: string, added: readonly string[], pick: Chooser): string {
  const lines = text.split('\n');
  return lines.toSpliced(pick.number(0, lines.length), 0, ...added).join('\n');
}
