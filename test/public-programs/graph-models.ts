/**
 * Compares graph models of a folder with TensorFlow.js, operation by operation: their shapes, and the values where an
 * engine of ours computes them. Prints a table. `node test/public-programs/graph-models.ts <folder>`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { compileGraph } from '../../core/engine/compile.ts';
import { createReferenceEngine } from '../../core/engine/reference/engine.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import { modelWeights } from '../../core/engine/weights.ts';
import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { analyseFile } from '../../server/analysis/file-analysis.ts';
import { createFileHost } from '../../server/cli/files/file-host.ts';
import { relativeError } from '../core/engine/close.ts';

const folder = resolve(process.argv[2] ?? '.');

/** How often a model is run to find out what in it cannot be asked for. */
const mostRuns = 60;

/** By operation; what TensorFlow.js refuses to run is left out. */
type Values = ReadonlyMap<string, Tensor>;

await tf.setBackend('cpu');
// TensorFlow.js says at length that a part without loops might be run in another way.
console.warn = () => undefined;
console.log('| model | operations | right shapes | open | wrong | computed | largest difference |');
console.log('|---|---|---|---|---|---|---|');
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  const analysis = analyseFile(pathToFileURL(path).href, text, createFileHost()).models.find(
    ({ graph }) => graph.kind === 'graph',
  );
  if (!analysis) continue;
  const { inputs, values } = await runtimeValues(analysis, JSON.parse(text));
  const { right, open, wrong } = compareShapes(analyseGraph(analysis.graph, { inputs }), values);
  const { computed, difference } = await compareValues(analysis, values);
  const cells = [name, analysis.graph.nodes.length, right, open, wrong, computed, difference.toExponential(1)];
  console.log(`| ${cells.join(' | ')} |`);
}

interface Artifacts {
  readonly modelTopology: object;
  readonly signature?: object;
  readonly weightsManifest: readonly { readonly paths: readonly string[]; weights: tf.io.WeightsManifestEntry[] }[];
}

async function runtimeValues(
  { graph }: GraphAnalysis,
  json: Artifacts,
): Promise<{ inputs: readonly Shape[]; values: Values }> {
  const { modelTopology, signature, weightsManifest } = json;
  const files = weightsManifest.flatMap(({ paths }) => paths).map((path) => readFileSync(join(folder, path)));
  const weightData = Uint8Array.from(Buffer.concat(files)).buffer;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const model = await tf.loadGraphModel(
    tf.io.fromMemory({ modelTopology, ...(signature ? { signature } : {}), weightSpecs, weightData }),
  );
  const feeds = Object.fromEntries(model.inputs.map((input) => [input.name, feed(input)]));
  // What is in a loop has as many values as the loop has rounds.
  const asked = graph.nodes
    .map(({ layer }) => graph.layers[layer]!)
    .filter(({ why, className }) => !why?.includes('in a loop') && className !== 'Exit')
    .map(({ label }) => label);
  const hasLoops = asked.length < graph.nodes.length;
  const values = new Map<string, Tensor>();
  const run = async (names: string[]): Promise<void> => {
    const made = await (hasLoops ? model.executeAsync(feeds, names) : model.execute(feeds, names));
    for (const [index, tensor] of (Array.isArray(made) ? made : [made]).entries()) {
      if (tensor) values.set(names[index]!, toTensor(tensor));
    }
  };
  await runParts(asked, run);
  const inputs = graph.inputs.map(({ node }) => {
    const { label } = graph.layers[graph.nodes[node]!.layer]!;
    return model.inputs.find(({ name }) => name === label || name === `${label}:0`);
  });
  const sizes = inputs.flatMap((input) => (input ? [feed(input).shape] : []));
  return { inputs: sizes.length === inputs.length ? sizes : [], values };
}

/** Small numbers, different everywhere; open sizes are 64. */
function feed({ shape = [], dtype }: tf.GraphModel['inputs'][number]): tf.Tensor {
  const sizes = shape.map((size, axis) => (size > 0 ? size : axis === 0 ? 1 : 64));
  const count = sizes.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, at) => (dtype === 'int32' ? (at * 7) % 256 : ((at * 13) % 29) / 29));
  return tf.tensor(values, sizes, dtype === 'int32' ? 'int32' : 'float32');
}

function compareShapes(
  { graph, nodes }: GraphAnalysis,
  values: Values,
): { right: number; open: number; wrong: number } {
  const counts = { right: 0, open: 0, wrong: 0 };
  graph.nodes.forEach(({ layer }, index) => {
    const { label, operator } = graph.layers[layer]!;
    const expected = values.get(label)?.shape;
    const [shape = []] = nodes[index]!.outputs;
    if (operator === 'unknown' || expected === undefined) counts.open += 1;
    else if (shape.length !== expected.length) counts.wrong += 1;
    else if (shape.some((size, axis) => typeof size === 'number' && size !== expected[axis])) counts.wrong += 1;
    else if (shape.some((size, axis) => axis > 0 && typeof size !== 'number')) counts.open += 1;
    else counts.right += 1;
  });
  return counts;
}

async function compareValues(
  { graph }: GraphAnalysis,
  values: Values,
): Promise<{ computed: number; difference: number }> {
  const nothing = { computed: 0, difference: 0 };
  const compiled = compileGraph(graph);
  if (!compiled.ok || !graph.weights) return nothing;
  const { program, nodes } = compiled;
  const loaded = await modelWeights(program, graph.weights, async (_, path) => readFileSync(join(folder, path)));
  const inputs = program.inputs.map((step) => values.get(program.steps[step]!.path[0]!));
  const fed = inputs.filter((input) => input !== undefined);
  if (!loaded.ok || fed.length < inputs.length) return nothing;
  const session = await createReferenceEngine().load(program, loaded.weights);
  await session.run(fed);
  const result = { ...nothing };
  for (const [index, outputs] of nodes.entries()) {
    const expected = values.get(graph.layers[graph.nodes[index]!.layer]!.label);
    const [output] = outputs ?? [];
    if (!expected || !output) continue;
    result.computed += 1;
    result.difference = Math.max(result.difference, relativeError(await session.read(output), expected));
  }
  session.dispose();
  return result;
}

/** What cannot be run is not compared; what it was asked together with is asked again. */
async function runParts(
  names: string[],
  run: (names: string[]) => Promise<void>,
  runs = { left: mostRuns },
): Promise<void> {
  runs.left -= 1;
  if (names.length === 0 || runs.left < 0) return;
  const middle = names.length >> 1;
  await run(names).catch(async () => {
    if (middle === 0) return;
    await runParts(names.slice(0, middle), run, runs);
    await runParts(names.slice(middle), run, runs);
  });
}

function toTensor(tensor: tf.Tensor): Tensor {
  return { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) };
}
