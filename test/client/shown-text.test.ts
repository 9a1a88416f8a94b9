import { expect, it } from 'vitest';
import { noticeText, statusText, titleText } from '../../client/common/shown-text.ts';

it.each([
  ['LeNet-5', 'LeNet-5'],
  ['two\nlines\tand more', 'two lines and more'],
  ['safe\u202etxt.exe', 'safe txt.exe'],
  ['x'.repeat(200), `${'x'.repeat(79)}…`],
])('as a title %j is %j', (name, shown) => {
  expect(titleText(name)).toBe(shown);
});

it('draws no icons in the status bar', () => {
  expect(statusText('$(alert) conv1 → 28×28×6')).toBe('\\$(alert) conv1 → 28×28×6');
});

it('has no links in notifications', () => {
  expect(noticeText('[Open](command:workbench.action.terminal.new) makes no model')).toBe(
    '[Open] (command:workbench.action.terminal.new) makes no model',
  );
});
