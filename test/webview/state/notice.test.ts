import { describe, expect, test } from 'vitest';
import { filmRows } from '../../../webview/models/film.ts';
import { markProblems } from '../../../webview/models/problems.ts';
import { noticeOf } from '../../../webview/state/notice.ts';
import { initialState, type State } from '../../../webview/state/state.ts';
import { fileOfProgram } from '../analyses.ts';

const engine = { name: 'webgpu', description: 'a GPU', note: null } as const;

/** The panel's state with the first model of a program. */
function shown(layers: string, change: Partial<State> = {}): State {
  const program = `import * as tf from '@tensorflow/tfjs';
import { norm } from './elsewhere';
export const model = tf.sequential({ layers: [${layers}] });
`;
  const { models, problems } = fileOfProgram(program);
  const [analysis] = models;
  const model: State['model'] = {
    type: 'model',
    uri: 'file:///a.ts',
    index: 0,
    version: 1,
    analysis,
    problems,
    canRun: true,
  };
  return { ...initialState, model, analysis, rows: markProblems(filmRows(analysis), problems), ...change };
}

const good = "tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, name: 'a' })";
const bad = `${good}, tf.layers.conv2d({ filters: 4, kernelSize: 9, name: 'b' })`;

describe('what the line under the header says', () => {
  test('nothing while all is well', () => {
    expect(noticeOf(shown(good), 0)).toBeNull();
  });

  test('the editor’s own sentence while the code is wrong, and where', () => {
    const state = shown(bad);
    expect(noticeOf(state, 0)).toMatchObject({
      tone: 'error',
      title: 'b',
      detail: expect.stringContaining('9×9 window'),
      actions: [{ does: 'show', key: 'b' }],
    });
    expect(state.rows.map(({ problem }) => problem?.severity ?? null)).toEqual([null, null, 'error']);
  });

  test('the same whatever the run is doing meanwhile, so that nothing flickers while one types', () => {
    const state = shown(bad);
    const failed = {
      state: 'failed',
      id: 1,
      message: 'no',
      key: 'b',
      path: ['b'],
      reason: 'compile',
      engine: null,
    } as const;
    expect(noticeOf({ ...state, run: failed }, 0)).toEqual(noticeOf(state, 0));
  });

  test('what is unknown, also where nothing can be computed because of it', () => {
    const state = shown(`norm(8), tf.layers.flatten()`);
    const run = {
      state: 'failed',
      id: 1,
      message: 'Nothing can be computed',
      key: null,
      path: [],
      reason: 'compile',
      engine: null,
    } as const;
    expect(noticeOf({ ...state, run }, 0)).toMatchObject({ tone: 'caution', title: '1 layer is not known' });
    const budget = { ...run, key: 'a', path: ['a'], message: 'too large' };
    expect(noticeOf({ ...state, run: budget }, 0)).toMatchObject({ tone: 'error', detail: 'too large' });
  });

  test('what is unknown by its name, and what helps', () => {
    const notice = noticeOf(shown(`${good}, norm(8), tf.layers.flatten()`), 0);
    expect(notice).toMatchObject({ tone: 'caution', title: '1 layer is not known', actions: [{ does: 'show' }] });
    expect(notice?.detail).toMatch(/^'.\/elsewhere' is not read\. Shapes follow/);
  });

  test('weights as they arrive, then the layer and its place', () => {
    const run = {
      state: 'running',
      id: 1,
      startedAt: 0,
      keys: ['a_input', 'a'],
      finished: 1,
      bytes: [],
      engine: null,
      stops: [],
    } as const;
    const at = (weightsRead: number | null) => noticeOf(shown(good, { run: { ...run, weightsRead } }), 2000)?.title;
    expect(at(null)).toBe('Preparing the weights');
    expect(at(256)).toBe('Reading the weights, 256 B of 448 B');
    const running = noticeOf(shown(good, { run: { ...run, weightsRead: null, engine } }), 2000);
    expect(running).toMatchObject({ tone: 'busy', title: 'Running a', detail: '2 of 2 · 2.00 s' });
    expect(noticeOf(shown(good, { run: { ...run, weightsRead: null } }), 900)).toBeNull();
  });

  test('a failed GPU offers the CPU, a large run asks', () => {
    const failed = { state: 'failed', id: 1, message: 'lost', key: 'a', path: ['a'], reason: 'run', engine } as const;
    expect(noticeOf(shown(good, { run: failed }), 0)?.actions[0]).toMatchObject({ does: 'useCpu' });
    const asking = noticeOf(shown(good, { run: { state: 'asking', macs: 167e9 } }), 0);
    expect(asking).toMatchObject({ title: 'A run takes 167 G MACs', actions: [{ does: 'run' }] });
  });
});
