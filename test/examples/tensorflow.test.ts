import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileGraph } from '../../core/engine/compile.ts';
import { seededRandom } from '../../core/engine/random.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { analyseFile } from '../../server/analysis/file-analysis.ts';
import { createFileHost } from '../../server/cli/files/file-host.ts';
import { expectClose } from '../core/engine/close.ts';
import { drawTensor } from '../core/engine/compare-layer.ts';
import { runProgram } from '../core/engine/single-layer.ts';
import { oracle, oracleWeights, randomiseWeights, tf, useBackend } from '../oracle/index.ts';
import { runSource } from '../oracle/run-source.ts';

/** Built at a size at which TensorFlow.js's exact but slow backend takes seconds. */
const programs = [
  { file: 'lenet5.ts', call: 'lenet5()', size: [28, 28, 1] },
  { file: 'alexnet.ts', call: 'alexnet(10)', size: [227, 227, 3] },
  { file: 'vgg16.ts', call: 'vgg16(32, 10)', size: [32, 32, 3] },
  { file: 'resnet50.ts', call: 'resnet50(32, 10)', size: [32, 32, 3] },
  { file: 'alexnet-torchvision.ts', call: 'alexnetTorchvision(79, 10)', size: [79, 79, 3] },
  { file: 'zfnet.ts', call: 'zfnet(64, 10)', size: [64, 64, 3] },
  { file: 'googlenet.ts', call: 'googlenet({ auxiliary: true, size: 96, classes: 10 })', size: [96, 96, 3] },
  { file: 'googlenet.ts', call: "googlenet({ variant: 'torchvision', size: 32, classes: 10 })", size: [32, 32, 3] },
  { file: 'resnet18.ts', call: 'resnet18(32, 10)', size: [32, 32, 3] },
  { file: 'resnet50.ts', call: "resnet50(32, 10, 'v1')", size: [32, 32, 3] },
  { file: 'resnet50.ts', call: "resnet50(32, 10, 'keras')", size: [32, 32, 3] },
  { file: 'xception.ts', call: 'xception(71, 10)', size: [71, 71, 3] },
  { file: 'unet/unet.ts', call: 'unet(60, 2, 4, 2)', size: [60, 60, 1] },
  { file: 'mobilenet.ts', call: 'mobilenet(0.5, 64, 10)', size: [64, 64, 3] },
];

beforeAll(() => useBackend('cpu'));

describe('the examples are what TensorFlow.js builds and computes', () => {
  it.each(programs)('$call', async ({ file, call, size }) => {
    const url = new URL(`../../examples/${file}`, import.meta.url);
    const text = readFileSync(url, 'utf8');
    const model = buildReal(text, fileURLToPath(url), call);
    const random = seededRandom(11);
    randomiseWeights(model, () => random.normal() * 0.05);
    const input = drawTensor([1, ...size], () => random.uniform());
    const expected = oracle(model, [input]);

    const analysis = analyseFile(url.href, text, createFileHost(), { call }).models.at(-1);
    if (analysis === undefined) throw new Error(`${call} has no model`);
    expectSameLayers(analysis, expected.layers);

    const compiled = compileGraph(analysis.graph);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
    const values = await runProgram(compiled.program, oracleWeights(compiled.program, model), [input]);
    const nodes = analysis.layers
      .filter((_, index) => !analysis.graph.layers[index].implicit)
      .map((layer) => layer.nodes);
    for (const [index, layer] of expected.layers.entries()) {
      const [node] = nodes[index];
      const output = compiled.nodes[node ?? -1]?.[0];
      if (output === undefined) throw new Error(`${layer.name} was not compiled`);
      expectClose(values[output.step][output.output], layer.values[0][0], layer.name);
    }
    model.dispose();
  });
});

function expectSameLayers(analysis: GraphAnalysis, expected: ReturnType<typeof oracle>['layers']): void {
  const listed = analysis.graph.layers.flatMap((layer, index) => {
    if (layer.implicit) return [];
    const { params, nodes } = analysis.layers[index];
    return [
      {
        name: withoutCounter(layer.label),
        className: layer.className,
        outputShapes: analysis.nodes[nodes[0]].outputs,
        params: params.total,
        trainableParams: params.trainable,
      },
    ];
  });
  expect(listed).toEqual(expected.map(({ values: _, ...layer }) => ({ ...layer, name: withoutCounter(layer.name) })));
}

/** `flatten_Flatten2` counts the layers of the process, so it says something about the tests that ran before. */
function withoutCounter(name: string): string {
  return name.replace(/^([a-z0-9_]+_[A-Z]\w*?)\d+$/, '$1');
}

function buildReal(text: string, file: string, call: string): tf.LayersModel {
  const names = Object.entries(runSource(text, file));
  const build = new Function(...names.map(([name]) => name), `return ${call}`);
  const model: unknown = build(...names.map(([, value]) => value));
  if (!(model instanceof tf.LayersModel)) throw new Error(`${call} gives no model`);
  return model;
}
