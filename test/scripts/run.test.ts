import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { run, tryRun } from '../../scripts/setup/run.mjs';

let told: MockInstance<typeof console.log>;
let written: string;
beforeEach(() => {
  written = '';
  told = vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const node = (script: string) => [process.execPath, ['-e', script]] as const;

it('tells that a command which says nothing is still at work, and on what', async () => {
  const isDone = await tryRun(...node('setTimeout(() => {}, 900)'), { what: 'waiting', patience: 200 });
  expect(isDone).toBe(true);
  expect(told.mock.calls.length).toBeGreaterThanOrEqual(2);
  expect(told.mock.calls.flat().join('\n')).toMatch(/^ {2}… waiting, \d+ s so far$/m);
});

it('tells nothing of one that speaks for itself, and shows what it says', async () => {
  const chatter = 'let n = 0; const t = setInterval(() => { console.log(n); if (++n > 15) clearInterval(t); }, 100)';
  await tryRun(...node(chatter), { what: 'chattering', patience: 1_200 });
  expect(told).not.toHaveBeenCalled();
  expect(written).toContain('0\n1\n2\n');
});

it('shows nothing where that is not wanted', async () => {
  await tryRun(...node("console.log('noise')"), { isShown: false });
  expect(written).toBe('');
});

it('fails with the command that did', async () => {
  await expect(run(process.execPath, ['-e', 'process.exit(3)'])).rejects.toThrow(/did not succeed/);
  expect(await tryRun('no-such-command-anywhere', [])).toBe(false);
});
