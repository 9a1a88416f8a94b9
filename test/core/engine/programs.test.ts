import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileGraph } from '../../../core/engine/compile.ts';
import { seededRandom } from '../../../core/engine/random.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { findClass } from '../../../server/frontends/layers.ts';
import { readTypeScript } from '../../../server/frontends/typescript/index.ts';
import { diskHost } from '../../frontends/typescript/our-models.ts';
import { type Built, builtModels } from '../../frontends/typescript/real-models.ts';
import { oracle, oracleWeights, randomiseWeights, useBackend } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { runProgram } from './single-layer.ts';

const folder = join(import.meta.dirname, '../../fixtures/typescript-programs');
const programs = readdirSync(folder).filter((name) => /\.[cm]?[jt]sx?$/.test(name));

/** Layers whose inputs are indices and not numbers. */
const indexed = /Embedding/;

beforeAll(() => useBackend('cpu'));

describe('a program computes what TensorFlow.js computes with it', () => {
  it.each(programs)('%s', async (name) => {
    const file = join(folder, name);
    const graphs = readTypeScript(pathToFileURL(file).href, readFileSync(file, 'utf8'), diskHost).models;
    const built = await builtModels(file);
    const runnable = built.filter(isRunnable);
    for (const one of runnable) {
      const wanted = realText(one);
      const graph = graphs.find((candidate) => ourText(candidate) === wanted);
      if (graph === undefined) throw new Error(`${one.model.name} has not been read`);
      await compare(one, graph);
    }
    // Programs of custom layers only have nothing that our engine could run.
    expect(runnable.length > 0 || name.startsWith('custom')).toBe(true);
  });
});

async function compare({ model, runtime }: Built, graph: Graph): Promise<void> {
  const random = seededRandom(5);
  randomiseWeights(model, () => random.normal() * 0.2);
  const draw = model.layers.some((layer) => indexed.test(layer.getClassName()))
    ? () => Math.floor(random.uniform() * 8)
    : () => random.uniform();
  const inputs = model.inputs.map(({ shape }) => drawTensor([1, ...shape.slice(1).map(Number)], draw));
  const expected = oracle(model, inputs, runtime);
  const compiled = compileGraph(graph);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  expect(compiled.stops).toEqual([]);
  const values = await runProgram(compiled.program, oracleWeights(compiled.program, model), inputs);
  const outputs = compiled.program.outputs.map(({ step, output }) => values[step][output]);
  expected.outputs.forEach((output, index) => {
    expectClose(outputs[index], output, `${model.name}, output ${index}`);
  });
}

const models = /^(Sequential|Model|Functional)$/;

/** Of layers that exist outside of the program, and with sizes that the program fixes. */
function isRunnable({ model }: Built): boolean {
  const classes = model.layers.map((layer) => layer.getClassName());
  return (
    classes.every((name) => models.test(name) || findClass(name) !== null) &&
    model.inputs.every(({ shape }) => shape.slice(1).every((size) => size !== null))
  );
}

/** Programs build several models whose layers have the same names: parameters tell them apart. */
function realText({ model }: Built): string {
  return JSON.stringify(model.layers.map((layer) => [layer.name, layer.countParams()]));
}

function ourText(graph: Graph): string {
  const { layers } = analyseGraph(graph);
  return JSON.stringify(
    graph.layers.flatMap(({ label, implicit }, index) => (implicit ? [] : [[label, layers[index].params.total]])),
  );
}
