import { expect, it } from 'vitest';
import { reportWork, type WorkReport } from '../../server/lsp/watch.ts';

it('tells of each file that work goes over to, and not of its own while it stays there', () => {
  const sent: WorkReport[] = [];
  const watch = reportWork((report) => sent.push(report), null);
  watch.begin('file:///a.ts', 1);
  for (const file of ['a', 'b', 'b', 'a']) watch.reads(`file:///${file}.ts`);
  watch.end();
  expect(sent).toEqual([
    { working: { uri: 'file:///a.ts', version: 1, number: 1 } },
    { reading: 'file:///b.ts' },
    { reading: 'file:///a.ts' },
    { working: null },
  ]);
});
