import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { Work } from '../../../core/graph/work.ts';
import { readTypeScript } from '../../../server/frontends/typescript/index.ts';
import { damage, damageKinds, damageSigns } from './damage.ts';
import { diskHost } from './our-models.ts';

const programs = ['typescript-programs', 'idioms'].flatMap((name) => {
  const folder = join(import.meta.dirname, '../../fixtures', name);
  return readdirSync(folder)
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file))
    .map((file) => ({ uri: pathToFileURL(join(folder, file)).href, text: readFileSync(join(folder, file), 'utf8') }));
});

/** Enough for two hundred thousand steps. */
const work = () => new Work(1_200_000);

/** Programs whose every layer is made whatever stands behind it: the others decide by what comes later. */
const straight = programs.filter(
  ({ uri }) => !/(custom-layers|residual-blocks|typescript-only|u-net)\.[jt]s$/.test(uri),
);

/** Each layer by its place and class, and where its call ends; a model is no layer of its own. */
function layersOf(uri: string, text: string): ReadonlyMap<string, number> {
  const { models, looseLayers = [] } = readTypeScript(uri, text, diskHost, { work: work() });
  const layers = [...models, ...looseLayers].flatMap((graph) => graph.layers);
  const own = layers.filter(({ source, model }) => source?.file === uri && model === null);
  return new Map(own.map(({ source, className }) => [`${source!.range.start} ${className}`, source!.range.end]));
}

const edits = Number(process.env.CONVLENS_MUTATIONS ?? 1500);

const mutation = fc.record({
  program: fc.constantFrom(...programs),
  kind: fc.constantFrom(...damageKinds),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  other: fc.double({ min: 0, max: 1, noNaN: true }),
  sign: fc.constantFrom(...damageSigns),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

const mutate = ({ program, ...edit }: Mutation): string => damage(program.text, edit);

describe('programs that were damaged', () => {
  it('are read without throwing, within the budget', { timeout: 60_000 + edits * 50 }, () => {
    fc.assert(
      fc.property(mutation, (edit) => {
        const started = Date.now();
        const { models } = readTypeScript(edit.program.uri, mutate(edit), diskHost, { work: work() });
        for (const model of models) analyseGraph(model);
        expect(Date.now() - started).toBeLessThan(3000);
      }),
      { numRuns: edits },
    );
  });

  it('keep every layer before the damage', { timeout: 60_000 + edits * 50 }, () => {
    const whole = new Map(straight.map(({ uri, text }) => [uri, layersOf(uri, text)]));
    const damage = mutation.filter(({ program, kind }) => straight.includes(program) && kind !== 'swap');
    fc.assert(
      fc.property(damage, (edit) => {
        const { uri, text } = edit.program;
        const left = layersOf(uri, mutate(edit));
        const before = [...whole.get(uri)!].filter(([, end]) => end <= Math.floor(edit.at * text.length));
        for (const [layer] of before) expect([...left.keys()]).toContain(layer);
      }),
      { numRuns: edits },
    );
  });

  it('keep every layer before a cut', () => {
    const lines = Array.from(
      { length: 12 },
      (_, index) =>
        `model.add(tf.layers.dense({ units: ${index + 1}, ${index === 0 ? 'inputShape: [3], ' : ''}activation: 'relu' }));\n`,
    );
    const text = `import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\n${lines.join('')}`;
    for (let cut = text.indexOf(lines[1]!); cut < text.length; cut += 1) {
      const whole = text.slice(0, cut).match(/\}\)\)/g)?.length ?? 0;
      const [model] = readTypeScript('file:///a.ts', text.slice(0, cut), diskHost, { work: work() }).models;
      const units = model!.layers.filter((layer) => !layer.implicit).map((layer) => layer.attributes.units);
      expect(units.slice(0, whole)).toEqual(Array.from({ length: whole }, (_, index) => index + 1));
    }
  });
});
