import * as z from 'zod/mini';
import type { RuleSettings } from '../analysis/severity.ts';
import { rules } from '../rules/index.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { checkJson, sayOnce } from './check-json.ts';
import { chooseModels } from './choose-models.ts';
import { diffJson, type ModelsOfFile } from './diff-json.ts';
import { explainLayerJson } from './explain-layer-json.ts';
import { Failure } from './failure.ts';
import type { Project } from './project.ts';
import { summaryJson } from './summary-json.ts';
import { type Tool, tool } from './tool.ts';
import { whatIfJson } from './what-if-json.ts';

const word = z.string().check(z.minLength(1));
const file = word.check(
  z.describe('Path of a TypeScript, JavaScript, Vue, Svelte or HTML file, or of a model in JSON'),
);
const model = z.optional(z.string().check(z.describe('Name of one model, where the file has several')));
const call = z.optional(
  z
    .string()
    .check(
      z.describe(
        'A call that builds the model, in the scope of the file, where the program leaves its arguments open: createModel([64, 64, 3])',
      ),
    ),
);
const sizes = z.array(z.int().check(z.positive())).check(z.minLength(1));
const inputShape = z.optional(
  z.array(sizes).check(z.minLength(1), z.describe('Sizes of each input without the batch: [[224, 224, 3]]')),
);
const layer = z
  .pipe(z.union([word, z.int().check(z.positive())]), z.transform(String))
  .check(
    z.describe(
      'A layer by its name or label, or by the line that makes it, counted from 1: "conv1", 12, "src/blocks.ts:12"',
    ),
  );
const severity = z.enum(['error', 'warning', 'info', 'hint', 'off']);

const scalar = z.union([z.number(), z.string(), z.boolean()]);
const value = z.union([scalar, z.array(z.union([z.number(), z.string(), z.array(z.number())]))]);

/** A choice that need not be made. */
function choice(description: string) {
  return z.optional(z.boolean().check(z.describe(description)));
}

/** What assistants may ask, in the order in which it is of use to them. */
export const tools = {
  convlens_summary: tool({
    title: 'Summarise networks',
    summary: 'Layers, shapes, parameters, MACs, receptive fields and memory of the networks in a file',
    description:
      'Reads the convolutional networks that a file defines (TensorFlow.js, Keras JSON, ConvNetJS, *.convlens.json) without running it. Gives each model with its layers: output shapes, parameters, MACs, FLOPs, receptive field, memory, place (`at` is file:line), the totals, and the problems of the file. Ask this first, and instead of computing shapes or costs yourself. Pass `layers: false` for the totals of large models. null is unknown, or the batch in a shape; a string is a size in symbols; status `lower-bound` means at least.',
    input: z.strictObject({
      file,
      model,
      call,
      inputShape,
      layers: choice('false leaves the layers out; they are given unless said otherwise'),
    }),
    async answer({ layers = true, ...input }, project) {
      const { file: read, models } = await modelsOf(input, project);
      return summaryJson(read, models, layers);
    },
  }),
  convlens_check: tool({
    title: 'Check networks',
    summary: 'Mistakes in networks with fixes, as the editor shows them',
    description:
      'Finds mistakes in convolutional networks before anything runs: shapes that do not fit, arguments that TensorFlow.js ignores or refuses, windows larger than their input, wasteful designs. Each has a rule, a severity, a message, a place (`at` is file:line) and fixes whose edits you may apply: `range` counts lines and characters from 0. `safe` fixes cannot change what the model was meant to be. Pass `models: false` to leave out the figures of the models. Ask this after changing a network.',
    input: z.strictObject({
      paths: z.optional(
        z.array(word).check(z.minLength(1), z.describe('Files, folders and globs; the whole project unless given')),
      ),
      call,
      rules: z.optional(z.record(z.string(), severity).check(z.describe('Other severities for rules by id, or off'))),
      models: choice('false leaves out the models; they are given unless said otherwise'),
    }),
    async answer({ paths = ['.'], call: given, rules: severities, models = true }, project) {
      const files: AnalysedFile[] = [];
      for await (const one of project.openAll(paths, { call: given, rules: knownRules(severities) })) files.push(one);
      return checkJson(sayOnce(files), models);
    },
  }),
  convlens_explain_layer: tool({
    title: 'Explain a layer',
    summary: 'What a layer does, how its figures come about and what each of its arguments means',
    description:
      'Explains one layer of a network: what it does, the formulas of its output size, parameters and cost with their numbers, its receptive field, the layers around it, each of its arguments with its value, the place where it is written, its meaning and what another value would change, and the problems of the layer.',
    input: z.strictObject({ file, layer, model, call, inputShape }),
    async answer({ layer: wanted, ...input }, project) {
      const { file: read, models } = await modelsOf(input, project);
      return explainLayerJson(read, models, wanted);
    },
  }),
  convlens_what_if: tool({
    title: 'Try other arguments',
    summary: 'A network with other arguments or input sizes beside what it is',
    description:
      'Computes a network with other arguments of its layers or other input sizes, and sets it beside what it is: totals, every layer that changes, problems that would come or go. Changes nothing; `edits` are what to write to make it true, null where the text shows no place for it or makes further layers. Ask this before proposing a change.',
    input: z.strictObject({
      file,
      model,
      call,
      changes: z.optional(
        z
          .array(
            z.strictObject({
              layer,
              set: z
                .record(z.string(), value)
                .check(z.describe("New values by TensorFlow.js's names: { filters: 32, kernelSize: [5, 5] }")),
            }),
          )
          .check(z.describe('Layers and their new arguments')),
      ),
      inputShape,
    }),
    async answer({ file: path, call: given, changes = [], ...trial }, project) {
      return whatIfJson(await project.open(path, { call: given }), { ...trial, changes });
    },
  }),
  convlens_diff: tool({
    title: 'Compare networks',
    summary: 'What two networks, or two versions of one, differ in',
    description:
      'Compares the models of two files, or of one file at two revisions of git (`src/model.ts@HEAD~1`): layers added, removed, changed or affected by a change, with their figures before and after, and the totals with their change.',
    input: z.strictObject({
      before: word.check(z.describe('A file, or file@revision')),
      after: word.check(z.describe('A file, or file@revision')),
      model,
      call,
      inputShape,
    }),
    async answer({ before, after, ...input }, project) {
      const load = (path: string) => modelsOf({ ...input, file: path }, project);
      return diffJson(await load(before), await load(after));
    },
  }),
} as const satisfies Readonly<Record<string, Tool>>;

interface ModelInput {
  readonly file: string;
  readonly model?: string | undefined;
  readonly call?: string | undefined;
  readonly inputShape?: readonly (readonly number[])[] | undefined;
}

async function modelsOf({ file: path, call: given, ...choice }: ModelInput, project: Project): Promise<ModelsOfFile> {
  const read = await project.open(path, { call: given });
  return { file: read, models: chooseModels(read, choice) };
}

function knownRules(severities: RuleSettings | undefined): RuleSettings | undefined {
  const unknown = Object.keys(severities ?? {}).find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) throw new Failure(`there is no rule ${unknown}`);
  return severities;
}

/** What a tool says: its JSON, or in words why there is none. */
export type ToolAnswer = { readonly json: object } | { readonly failure: string };

/** Asks a tool by its name. Only mistakes of ConvLens itself are thrown. */
export async function askTool(name: string, input: unknown, project: Project): Promise<ToolAnswer> {
  try {
    const known = Object.hasOwn(tools, name) ? tools[name as keyof typeof tools] : null;
    if (known === null) throw new Failure(`there is no tool ${name}; there are ${Object.keys(tools).join(', ')}`);
    return { json: await known.answer(input, project) };
  } catch (error) {
    if (error instanceof Failure) return { failure: error.message };
    throw error;
  }
}
