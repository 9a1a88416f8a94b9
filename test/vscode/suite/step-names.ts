/** What is tried in each extension host, in this order. A list of its own, because only the host can load the steps. */
export const stepNames = [
  'a hover on a layer shows its shapes, parameters and cost',
  'a hover on a layer of a model.json shows the same',
  "a hover on a layer of ConvLens's own JSON does too",
  'layers are found in a page whose scripts share their names, and in one of the scripts',
  'layers are found in Vue and in Svelte components',
  'a document that was never saved is read by its language, and so is a cell of a notebook',
  'operators and arguments are completed there by the schema',
  'callers in files that are not open say what parameters are',
  'inlay hints show the output shapes',
  'a code lens shows the totals of a model',
  'problems are reported on the arguments that cause them',
  'a fix is applied and its problem is gone',
  'a rule that is switched off in the settings reports nothing',
  'an edit changes what a hover says',
  'the graph of the model at the cursor opens as text',
  'assistants are answered by the tools, and told in words what they got wrong',
] as const;

export type StepName = (typeof stepNames)[number];

export interface StepResult {
  readonly name: StepName;
  readonly milliseconds: number;
  /** Null when the step succeeded. */
  readonly error: string | null;
}

/** Begins the line of the host's log that holds a `StepResult` as JSON. */
export const resultMark = 'CONVLENS-STEP ';
