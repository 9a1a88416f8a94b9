import { expect, test } from 'vitest';
import { compileGraph } from '../../../core/engine/compile.ts';
import type { Program } from '../../../core/engine/program.ts';
import { type Loaded, Sessions } from '../../../webview/worker/sessions.ts';
import { sameLayers } from '../../../webview/worker/shared-steps.ts';
import { analysesOf } from '../analyses.ts';

const model = analysesOf('examples/lenet5.ts')[0]!;
const compiled = compileGraph(model.graph);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
const { program } = compiled;

/** The first steps of a network, in a session of so many bytes that says when it is disposed of. */
function loaded(key: string, steps: number, bytes: number, disposed: string[]): Loaded {
  const unused = () => Promise.reject(new Error('not asked for here'));
  const session = { bytes, run: unused, read: unused, summary: unused, dispose: () => disposed.push(key) };
  const own: Program = { ...program, steps: program.steps.slice(0, steps) };
  const info = { name: 'wasm', description: '', note: null } as const;
  const { graph } = model;
  const rest = { graph, seed: 1, layouts: [], stops: [], weights: [], weightsKey: 'seeded', isNew: false, inputs: [] };
  return { key, program: own, session, info, ...rest, reports: [], summaries: new Map() };
}

test('the networks that ran last stay as long as all of them fit', () => {
  const disposed: string[] = [];
  const sessions = new Sessions();
  for (const [key, bytes] of [
    ['a', 40],
    ['b', 30],
    ['c', 30],
  ] as const)
    sessions.use(loaded(key, 1, bytes, disposed), 100);
  expect(disposed).toEqual([]);
  sessions.use(sessions.find('a')!, 100);
  sessions.use(loaded('d', 1, 20, disposed), 100);
  expect(disposed).toEqual(['b']);
  // One alone stays, whatever it takes, for it is running.
  sessions.use(loaded('e', 1, 500, disposed), 100);
  expect(disposed).toEqual(['b', 'd', 'a', 'c']);
  expect(sessions.find('e')).toBeDefined();
});

test('of networks with the same weights the one that shares the most steps is the nearest', () => {
  const sessions = new Sessions();
  for (const [key, steps] of [
    ['short', 2],
    ['long', 4],
    ['shorter', 1],
  ] as const)
    sessions.use(loaded(key, steps, 1, []), 100);
  expect(sessions.nearest(program, 'seeded')?.key).toBe('long');
  expect(sessions.nearest(program, 'designed')).toBeUndefined();
});

test('room is made by what ran longest ago, and never by what is needed', () => {
  const disposed: string[] = [];
  const sessions = new Sessions();
  for (const key of ['a', 'b', 'c']) sessions.use(loaded(key, 1, 40, disposed), 200);
  sessions.makeRoom(80, sessions.find('a'));
  expect(disposed).toEqual(['b']);
  sessions.forget('wasm');
  expect(sessions.find('c')).toBeUndefined();
});

test('layers are the same wherever they stand, and not where anything of them is another', () => {
  const moved: Program = { ...program, steps: [...program.steps].reverse() };
  const last = program.steps.length - 1;
  expect(sameLayers(program, moved)).toEqual(program.steps.map((_, index) => last - index));
  const edited = program.steps.map((step) => ({ ...step, attributes: { ...step.attributes, filters: 99 } }));
  expect(sameLayers(program, { ...program, steps: edited })).toEqual(edited.map(() => undefined));
});
