import { expect, test } from 'vitest';
import { runProgress } from '../../../webview/models/run-progress.ts';

test('a run is as far as the bytes of its finished steps', () => {
  expect(runProgress([], 0)).toEqual({ done: 0, total: 0 });
  expect(runProgress([10, 0, 30, 60], 0)).toEqual({ done: 0, total: 100 });
  expect(runProgress([10, 0, 30, 60], 3)).toEqual({ done: 40, total: 100 });
});
