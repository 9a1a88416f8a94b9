import { type Chooser, chooser, randomFrom, randomProgram } from '../frontends/typescript/program-generator.ts';
import { mutateJson } from './mutate-json.ts';
import { mutateProgram } from './mutate-program.ts';
import type { SeedFile, Seeds } from './seeds.ts';

/** The input of this number in the run with this seed: always the same one. */
export function inputAt(seeds: Seeds, seed: number, index: number): SeedFile {
  // The first number of neighbouring states is hardly mixed: an odd factor keeps the runs of two seeds apart.
  const pick = chooser(randomFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)));
  const { programs, models, hostile } = seeds;
  const make = pick.one(whole, generated, program, program, program, json, json, hostileFile);
  return make({ programs, models, hostile }, pick);
}

function whole({ programs, models }: Seeds, pick: Chooser): SeedFile {
  return pick.of([...programs, ...models]);
}

function generated({ programs }: Seeds, pick: Chooser): SeedFile {
  const text = randomProgram(pick.number(0, 2 ** 30));
  const edited = pick.chance(0.5) ? mutateProgram(text, pick.of(programs).text, pick) : text;
  return { uri: 'file:///project/generated.js', text: edited };
}

function program({ programs }: Seeds, pick: Chooser): SeedFile {
  const { uri, text } = pick.of(programs);
  return { uri, text: mutateProgram(text, pick.of(programs).text, pick) };
}

function json({ models }: Seeds, pick: Chooser): SeedFile {
  const { uri, text } = pick.of(models);
  return { uri, text: mutateJson(text, pick) };
}

function hostileFile({ hostile, programs }: Seeds, pick: Chooser): SeedFile {
  const { uri, text } = pick.of(hostile);
  return {
    uri,
    text: uri.endsWith('.json') ? mutateJson(text, pick) : mutateProgram(text, pick.of(programs).text, pick),
  };
}
