import { resultMark, type StepResult, stepNames } from './step-names.ts';
import { steps } from './steps.ts';

/** The test module's entry: the editor calls it in the extension host when its tests are asked for. */
export async function run(): Promise<void> {
  let failures = 0;
  for (const name of stepNames) {
    const started = Date.now();
    const error = await steps[name]().then(
      () => null,
      (reason: unknown) => (reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
    );
    if (error !== null) failures++;
    const result: StepResult = { name, milliseconds: Date.now() - started, error };
    console.log(resultMark + JSON.stringify(result));
  }
  if (failures > 0) throw new Error(`${failures} of ${stepNames.length} steps failed.`);
}
