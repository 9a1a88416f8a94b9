import { readText, rowsOf } from './our-models.ts';
import { randomProgram } from './program-generator.ts';
import { realModels } from './real-models.ts';

/** What both sides make of the same generated program: models as a set, since one side has no source order. */
export async function differences(
  seed: number,
): Promise<{ readonly program: string; readonly ours: readonly string[]; readonly real: readonly string[] }> {
  const program = randomProgram(seed);
  const real = await realModels(`generated-${seed}.js`, program);
  const ours = readText(program, {}, 'file:///generated.js').models.map(rowsOf);
  return { program, ours: distinct(ours), real: distinct(real) };
}

function distinct(models: readonly unknown[]): readonly string[] {
  return [...new Set(models.map((model) => JSON.stringify(model)))].toSorted();
}
