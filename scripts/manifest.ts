/** The parts of package.json that are made of tables: a setting for every rule, and the tools for assistants. `npm run docs` writes them. */
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

function settingOf({ id, severity, title }: (typeof rules)[number]): readonly [string, unknown] {
  const values = ['error', 'warning', 'info', 'hint', 'off'];
  return [`convlens.rules.${id}`, { type: 'string', enum: values, default: severity, description: `${title}.` }];
}

function toolOf([name, tool]: readonly [string, (typeof tools)[keyof typeof tools]]): object {
  return {
    name,
    displayName: tool.title,
    toolReferenceName: name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    canBeReferencedInPrompt: true,
    userDescription: `${tool.summary}.`,
    modelDescription: tool.description,
    icon: '$(layers)',
    tags: ['convlens', 'tensorflow', 'neural-network'],
    inputSchema: tool.schema(),
  };
}
