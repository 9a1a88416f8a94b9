import { expect, it } from 'vitest';
import { SetAside } from '../../server/supervisor/set-aside.ts';

const uri = 'file:///project/conv.ts';

it('sets a file aside whose analysis has ended its worker twice, and nothing else has happened between', () => {
  const setAside = new SetAside();
  expect(setAside.blame(uri, 7, 'crash')).toBe(false);
  expect(setAside.has(uri)).toBe(false);
  expect(setAside.blame(uri, 7, 'crash')).toBe(true);
  expect(setAside.problem(uri)?.message).toContain('ended unexpectedly, twice');
});

it('suspects no file whose worker ended twice with an edit between: both may have come from outside', () => {
  const setAside = new SetAside();
  for (let edits = 0; edits < 50; edits++) expect(setAside.blame(uri, edits, 'crash')).toBe(false);
});

it('forgets a suspicion when the file is analysed to the end', () => {
  const setAside = new SetAside();
  setAside.blame(uri, 7, 'crash');
  setAside.absolve(uri);
  expect(setAside.blame(uri, 7, 'crash')).toBe(false);
});

it.each(['stall', 'memory'] as const)('needs no second time for a worker that has ended for %s', (why) => {
  const setAside = new SetAside();
  expect(setAside.blame(uri, 0, why)).toBe(true);
  expect(setAside.retry(uri, 'command')).toBe(true);
  expect(setAside.has(uri)).toBe(false);
});

it.each([
  ['my%20layers.ts', 'my layers.ts'],
  ['100%.ts', '100%.ts'],
])('names the file that was read last, %s, for what a file imports may be at fault', (file, name) => {
  const setAside = new SetAside();
  setAside.blame(uri, 0, 'stall', `file:///project/${file}`);
  expect(setAside.problem(uri)?.message).toBe(
    `ConvLens set this file aside: its analysis did not end. The last file that it had read is ${name}.`,
  );
});
