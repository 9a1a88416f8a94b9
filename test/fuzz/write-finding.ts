import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Finding } from './fuzz.ts';

/** Writes the text that shows a fault into a folder, and beside it what is wrong and how to see it again. */
export function writeFinding(folder: string, finding: Finding): string {
  const { seed, index, fault, file } = finding;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${fault.kind}-${seed}-${index}`);
  writeFileSync(`${path}${extname(file.uri)}`, file.text);
  writeFileSync(`${path}.txt`, `${printFinding(finding)}\n`);
  return path;
}

/** What is wrong, with which text, and the command that shows it. */
export function printFinding({ seed, index, fault, file }: Finding): string {
  const command = `npm run fuzz -- --seed ${seed} --from ${index} --count 1`;
  const shown = file.text.length > mostShown ? `${file.text.slice(0, mostShown)}…` : file.text;
  return `${fault.kind} of ${basename(file.uri)}: ${command}\n${fault.detail}\n---\n${shown}\n---`;
}

const mostShown = 2_000;
