import { expect, test } from 'vitest';
import { Player } from '../../../webview/panel/player.ts';

/** A player whose screen is drawn when the test says so. */
function played(speed: number) {
  const steps: number[] = [];
  let next: ((now: number) => void) | null = null;
  const player = new Player(
    (count) => steps.push(count),
    (callback) => {
      next = callback;
    },
  );
  player.start(speed);
  const started = performance.now();
  const draw = (milliseconds: number) => next?.(started + milliseconds);
  return { player, steps, draw };
}

test('it moves so many times a second, however often the screen is drawn', () => {
  const { steps, draw } = played(8);
  for (let at = 0; at <= 1010; at += 10) draw(at);
  expect(steps).toHaveLength(8);
});

test('what a hidden page missed is not caught up with', () => {
  const { steps, draw } = played(8);
  draw(130);
  draw(60_000);
  expect(steps).toHaveLength(2);
});

test('stopped it does not move', () => {
  const { player, steps, draw } = played(60);
  player.stop();
  draw(5000);
  expect(steps).toEqual([]);
});
