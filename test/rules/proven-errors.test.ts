import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/rules/index.ts';
import { stripNotes } from '../harness/annotations.ts';
import { analyse } from '../harness/check.ts';
import { loading, tf } from '../oracle/index.ts';
import { runSource } from '../oracle/run-source.ts';
import { proofs } from './proofs.ts';

const head = "import * as tf from '@tensorflow/tfjs';\n";
const file = '/project/program.ts';

/** Whether TensorFlow.js throws on a program when it is built, when its model predicts, or when that is trained; or predicts nothing at all. */
async function fails(source: string): Promise<boolean> {
  try {
    const { model } = runSource(source, file) as { model: tf.LayersModel };
    const inputs = model.inputs.map(({ shape }) => tf.ones(shape.map((size) => size ?? 2)));
    const output = model.predict(inputs) as tf.Tensor;
    if (output.size === 0) return true;
    if (!source.includes('.fit(')) return false;
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(inputs, tf.zerosLike(output), { verbose: 0 });
    return false;
  } catch {
    return true;
  }
}

function reports(source: string, rule: string): boolean {
  const { models, findings } = analyse(file, source);
  expect(models.length).toBeGreaterThan(0);
  return findings.some((finding) => finding.rule === rule && finding.severity === 'error');
}

describe.each(proofs)('%s in %s', (rule, body, expected) => {
  it(
    expected ? 'is reported, and TensorFlow.js fails' : 'is not reported, and TensorFlow.js does not fail',
    async () => {
      expect(reports(head + body, rule)).toBe(expected);
      expect(await fails(head + body)).toBe(expected);
    },
  );
});

const fixtures = join(import.meta.dirname, '../fixtures/rules');
const modelFiles = ['graph-error', 'shape-mismatch', 'weights-mismatch'].flatMap((rule) =>
  readdirSync(join(fixtures, rule))
    .filter((name) => name.endsWith('.json'))
    .map((name) => [rule, name] as const),
);

it.each(modelFiles)(
  'TensorFlow.js loads a model of the fixtures of %s if and only if no error is found in %s',
  async (rule, name) => {
    const path = join(fixtures, rule, name);
    const { text } = stripNotes(readFileSync(path, 'utf8'));
    const isWrong = analyse(path, text).findings.some(({ severity }) => severity === 'error');
    expect((await loading(artifactsOf(JSON.parse(text)))) === 'loads').toBe(!isWrong);
  },
);

/** A model with weights of the stored shapes, if it has any. */
function artifactsOf({ modelTopology, weightsManifest, ...bare }: tf.io.ModelJSON): object {
  const weightSpecs = weightsManifest?.flatMap(({ weights }) => weights);
  if (!weightSpecs) return { modelTopology: modelTopology ?? bare };
  const elements = weightSpecs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return { modelTopology, weightSpecs, weightData: new Float32Array(elements).buffer };
}

it('drops groups that do not divide the channels, so that what is computed is not what is written', () => {
  const built = (groups: string) =>
    (
      runSource(
        `${head}export const model = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [9, 9, 4], filters: 6, kernelSize: 3, ${groups} } as never)] });`,
        file,
      ) as { model: tf.LayersModel }
    ).model;
  expect(built('groups: 3').getWeights()[0]!.shape).toEqual(built('').getWeights()[0]!.shape);
});

it('every rule of errors is proven', () => {
  // Those about data are proven by their fixtures, every function of which is run.
  const byFixtures = rules.filter((rule) => 'checkUses' in rule).map(({ id }) => id);
  const byPrograms = proofs.filter(([, , isWrong]) => isWrong).map(([rule]) => rule);
  const proven = new Set([...byFixtures, ...byPrograms, ...modelFiles.map(([rule]) => rule), 'groups-divide-channels']);
  const errors = rules.filter(({ severity }) => severity === 'error').map(({ id }) => id);
  expect(errors.filter((id) => !proven.has(id))).toEqual([]);
  // Each of them is also shown where it has nothing to say.
  const silent = new Set(proofs.filter(([, , isWrong]) => !isWrong).map(([rule]) => rule));
  expect([...new Set(byPrograms)].filter((rule) => !silent.has(rule))).toEqual([]);
});
