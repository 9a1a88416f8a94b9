import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from '../../../core/engine/backend.ts';
import { writeNpy } from '../../../core/engine/npy.ts';
import type { Program } from '../../../core/engine/program.ts';
import { nearestSpelling } from '../../../core/vocabulary/attributes.ts';
import { Failure } from '../failure.ts';
import { displayPath, reasonOf } from '../files.ts';
import { gridPng } from './grid.ts';

/** The steps of the layers that were named, in the order of the program; all without names. @throws Failure */
export function chooseSteps(program: Program, names: readonly string[] | undefined): readonly number[] {
  const all = [...program.steps.keys()];
  if (!names) return all;
  for (const name of names) {
    if (program.steps.some(({ path: own }) => isCalled(own, name))) continue;
    const nearest = nearestSpelling(name, [...new Set(program.steps.map(({ path: own }) => own.join('/')))]);
    throw new Failure(`no layer is called ${name}${nearest ? `; did you mean ${nearest}?` : ''}`);
  }
  return all.filter((step) => names.some((name) => isCalled(program.steps[step]!.path, name)));
}

/** Writes `NAME.npy` and `NAME.png` per step and answers what was written. */
export async function writeOutputs(
  session: Session,
  program: Program,
  steps: readonly number[],
  folder: string,
): Promise<readonly string[]> {
  const written: string[] = [];
  const taken = new Map<string, number>();
  for (const step of steps) {
    const { path: own, attributes, outputShapes } = program.steps[step]!;
    for (const output of outputShapes.keys()) {
      const tensor = await session.read({ step, output });
      const stem = uniqueStem(own.join('.'), taken);
      const channelsFirst = attributes.dataFormat === 'channelsFirst';
      written.push(
        save(folder, `${stem}.npy`, writeNpy(tensor)),
        save(folder, `${stem}.png`, gridPng(tensor, channelsFirst)),
      );
    }
  }
  return written;
}

/** The full path in the model, or the layer's own name. */
function isCalled(own: readonly string[], name: string): boolean {
  return own.join('/') === name || own.at(-1) === name;
}

/** A file name: a shared layer's second application is `name_2`. */
function uniqueStem(name: string, taken: Map<string, number>): string {
  const safe = name.replaceAll(/[^\w.-]+/g, '_').replace(/^\.+/, '_');
  const count = (taken.get(safe) ?? 0) + 1;
  taken.set(safe, count);
  return count === 1 ? safe : `${safe}_${count}`;
}

function save(folder: string, name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
  } catch (error) {
    throw new Failure(`${displayPath(path.resolve(file))}: ${reasonOf(error)}`);
  }
  return displayPath(path.resolve(file));
}
