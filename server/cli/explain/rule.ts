import { nearestSpelling } from '../../../core/vocabulary/attributes.ts';
import { Failure } from '../../assist/failure.ts';
import { rules } from '../../rules/index.ts';
import type { Rule } from '../../rules/support/rule.ts';
import { style, wrap } from '../terminal.ts';

/** What a rule catches, why and what to do; all rules in a line each without one. @throws Failure when there is no such rule */
export function explainRule(id: string | undefined): string {
  return id === undefined ? listOfRules() : explanation(findRule(id));
}

function findRule(id: string): Rule {
  const rule = rules.find((one) => one.id === id);
  if (rule) return rule;
  const nearest = nearestSpelling(
    id,
    rules.map((one) => one.id),
  );
  throw new Failure(
    `there is no rule ${id}${nearest ? `; did you mean ${nearest}?` : '. `convlens explain` lists them'}`,
  );
}

function listOfRules(): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}`).join('\n');
}

function explanation({ id, severity, title, docs }: Rule): string {
  const examples = [example('Not so', docs.bad), example('But so', docs.good)].filter((text) => text !== null);
  return [
    `${style(title, 'bold')}  ${style(`${id}, ${severity}`, 'dim')}`,
    wrap(docs.what),
    `${style('Why', 'bold')}\n${wrap(docs.why)}`,
    `${style('What to do', 'bold')}\n${wrap(docs.fix)}`,
    ...examples,
    wrap(
      `A line comment \`// convlens-disable-next-line ${id}\` silences it at one place, \`--rule ${id}=off\` everywhere.`,
    ),
  ].join('\n\n');
}

function example(title: string, code: string): string | null {
  return code === '' ? null : `${style(title, 'bold')}\n${code.replaceAll(/^/gm, '    ')}`;
}
