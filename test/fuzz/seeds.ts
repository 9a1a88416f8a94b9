import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripNotes } from '../harness/annotations.ts';
import { hostileInputs } from '../hostile/inputs.ts';

/** A file to be analysed. Its address is where the files that it imports are. */
export interface SeedFile {
  readonly uri: string;
  readonly text: string;
}

/** The files that are mutated, each kind in an order that is the same on every machine. */
export interface Seeds {
  readonly programs: readonly SeedFile[];
  readonly models: readonly SeedFile[];
  readonly hostile: readonly SeedFile[];
}

/** Reads the fixtures, the examples and the hostile files. */
export function readSeeds(): Seeds {
  return {
    programs: filesOf('{examples,test/fixtures}/**/*.{js,jsx,ts,tsx,vue,html}'),
    models: filesOf('{examples,test/fixtures}/**/*.json'),
    hostile: hostileInputs.map(({ uri, text }) => ({ uri, text: text() })),
  };
}

function filesOf(pattern: string): readonly SeedFile[] {
  return globSync(pattern, { cwd: root })
    .toSorted()
    .map((path) => ({
      uri: pathToFileURL(join(root, path)).href,
      text: stripNotes(readFileSync(join(root, path), 'utf8')).text,
    }));
}

const root = join(import.meta.dirname, '../..');
