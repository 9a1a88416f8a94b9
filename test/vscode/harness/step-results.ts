import { resultMark, type StepResult } from '../suite/step-names.ts';

/** The results that a suite has left in the host's log. */
export function stepResults(log: string): StepResult[] {
  return log.split('\n').flatMap((line) => {
    const at = line.indexOf(resultMark);
    return at < 0 ? [] : [JSON.parse(line.slice(at + resultMark.length)) as StepResult];
  });
}
