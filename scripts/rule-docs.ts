/** The pages of docs/rules, made of the rules' own words. `npm run docs` writes them; a test says when one is out of date. */
import type { Rule } from '../server/rules/support/rule.ts';

/** A rule's page, as Markdown. */
export function rulePage({ id, title, severity, docs }: Rule): string {
  return `${[
    `# ${id}: ${title}`,
    docs.what,
    `Reported as: ${severity}. The setting \`convlens.rules.${id}\` changes that (\`error\`, \`warning\`, \`info\`, \`hint\`, \`off\`), and in programs a comment silences one line: \`// convlens-disable-next-line ${id}\`.`,
    '## Why it matters',
    docs.why,
    '## What to do',
    docs.fix,
    '## Example',
    'Reported:',
    example(docs.bad),
    'Not reported:',
    example(docs.good),
  ].join('\n\n')}\n`;
}

function example(code: string): string {
  return `\`\`\`${code.startsWith('{') ? 'json' : 'ts'}\n${code}\n\`\`\``;
}
