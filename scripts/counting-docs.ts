/** The page docs/counting.md, made of the counting views. `npm run docs` writes it; a test says when it is out of date. */
import { countedWork, countingNames, countingViews, printCount } from '../core/graph/counting-views.ts';

/** The whole page. */
export function countingPage(): string {
  const views = countingNames.map((name) => ({ name, ...countingViews[name] }));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[
    '# Ways of counting',
    'Published figures for one network differ because tools count different things. `convlens summary --counting NAME` counts as the named tool does; this page is generated from the same table by `npm run docs`.',
    views.map(({ name, doc, source }) => `- \`${name}\`: ${doc} Source: ${source}.`).join('\n'),
    [
      row(['', ...views.map(({ title }) => title)]),
      row(['---', ...views.map(() => '---')]),
      row(['parameters', ...views.map(({ parameters }) => parameters)]),
      row(['unit', ...views.map(({ unit }) => unit ?? 'none')]),
      ...countedWork.map((work) => row([work, ...views.map(({ counts }) => printCount(counts[work]))])),
    ].join('\n'),
  ].join('\n\n')}\n`;
}
