import path from 'node:path';
import type { Session } from '../../../core/engine/backend.ts';
import { writeNpy } from '../../../core/engine/npy.ts';
import type { Program } from '../../../core/engine/program.ts';
import { nearestSpelling } from '../../../core/vocabulary/attributes.ts';
import { Failure } from '../../assist/failure.ts';
import { displayPath } from '../files/paths.ts';
import { writeWhole } from '../files/write-file.ts';
import { fileStems } from './file-stems.ts';
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

export interface Written {
  readonly files: readonly string[];
  /** How many of them replaced files of the same name. */
  readonly replaced: number;
}

/** Writes `NAME.npy` and `NAME.png` per output of the steps. @throws Failure */
export async function writeOutputs(
  session: Session,
  program: Program,
  steps: readonly number[],
  folder: string,
): Promise<Written> {
  const outputs = steps.flatMap((step) => program.steps[step]!.outputShapes.map((_, output) => ({ step, output })));
  const stems = fileStems(outputs.map(({ step }) => program.steps[step]!.path.join('.')));
  const files: string[] = [];
  let replaced = 0;
  const save = (name: string, bytes: Uint8Array): void => {
    const file = path.resolve(folder, name);
    if (writeWhole(file, bytes)) replaced += 1;
    files.push(displayPath(file));
  };
  for (const [index, ref] of outputs.entries()) {
    const tensor = await session.read(ref);
    save(`${stems[index]}.npy`, writeNpy(tensor));
    save(`${stems[index]}.png`, gridPng(tensor, program.steps[ref.step]!.attributes.dataFormat === 'channelsFirst'));
  }
  return { files, replaced };
}

/** The full path in the model, or the layer's own name. */
function isCalled(own: readonly string[], name: string): boolean {
  return own.join('/') === name || own.at(-1) === name;
}
