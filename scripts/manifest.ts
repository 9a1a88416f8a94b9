/** The parts of package.json and of its texts that are made of tables: a setting for every rule, and the tools for assistants. `npm run docs` writes them. */
import { tools } from '../server/assist/tools.ts';
import { rules } from '../server/rules/index.ts';

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, unknown>> } };
}

/** `package.json` with a setting for every rule, in the order of the table, before the other settings, and with every tool. */
export function manifestOfTables(text: string): string {
  const manifest: Manifest = JSON.parse(text);
  const { contributes } = manifest;
  const { configuration } = contributes;
  const others = Object.entries(configuration.properties).filter(([name]) => !name.startsWith('convlens.rules.'));
  const properties = Object.fromEntries([...rules.map(settingOf), ...others]);
  const made = {
    ...manifest,
    contributes: {
      ...contributes,
      languageModelTools: Object.entries(tools).map(toolOf),
      configuration: { ...configuration, properties },
    },
  };
  return `${JSON.stringify(made, null, 2)}\n`;
}

/** `package.nls.json`, the English texts that package.json names, with those of rules and tools behind the others. */
export function manifestTexts(text: string): string {
  const others = Object.entries<string>(JSON.parse(text)).filter(([key]) => !/^(rule|tool)\./.test(key));
  const ofRules = rules.map(({ id, title }) => [`rule.${id}`, `${title}.`]);
  const ofTools = Object.entries(tools).flatMap(([name, { title, summary }]) => [
    [`tool.${name}.title`, title],
    [`tool.${name}.description`, `${summary}.`],
  ]);
  return `${JSON.stringify(Object.fromEntries([...others, ...ofRules, ...ofTools]), null, 2)}\n`;
}

function settingOf({ id, severity }: (typeof rules)[number]): readonly [string, unknown] {
  const values = ['error', 'warning', 'info', 'hint', 'off'];
  return [`convlens.rules.${id}`, { type: 'string', enum: values, default: severity, description: `%rule.${id}%` }];
}

/** What models read stays English: the descriptions of the tool and of its input. */
function toolOf([name, tool]: readonly [string, (typeof tools)[keyof typeof tools]]): object {
  return {
    name,
    displayName: `%tool.${name}.title%`,
    toolReferenceName: name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    canBeReferencedInPrompt: true,
    userDescription: `%tool.${name}.description%`,
    modelDescription: tool.description,
    icon: '$(layers)',
    tags: ['convlens', 'tensorflow', 'neural-network'],
    inputSchema: tool.schema(),
  };
}
