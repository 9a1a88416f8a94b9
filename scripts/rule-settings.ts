/** The settings of the rules in package.json, made of the rules' table. `npm run docs` writes them. */
import { rules } from '../server/rules/index.ts';

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, unknown>> } };
}

/** `package.json` with a setting for every rule, in the order of the table, before the other settings. */
export function manifestWithSettings(text: string): string {
  const manifest: Manifest = JSON.parse(text);
  const { contributes } = manifest;
  const { configuration } = contributes;
  const others = Object.entries(configuration.properties).filter(([name]) => !name.startsWith('convlens.rules.'));
  const properties = Object.fromEntries([...rules.map(settingOf), ...others]);
  const made = { ...manifest, contributes: { ...contributes, configuration: { ...configuration, properties } } };
  return `${JSON.stringify(made, null, 2)}\n`;
}

function settingOf({ id, severity, title }: (typeof rules)[number]): readonly [string, unknown] {
  const values = ['error', 'warning', 'info', 'hint', 'off'];
  return [`convlens.rules.${id}`, { type: 'string', enum: values, default: severity, description: `${title}.` }];
}
