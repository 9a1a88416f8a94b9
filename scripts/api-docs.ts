import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The page of what `import … from 'convlens'` gives, made by TypeDoc from the docstrings. */
export async function apiPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'convlens-api-'));
  try {
    const app = await Application.bootstrapWithPlugins({ ...options, out: folder });
    const project = await app.convert();
    if (!project) throw new Error('TypeDoc could not read core/define/index.ts.');
    await app.generateOutputs(project);
    return `${readFileSync(join(folder, 'api.md'), 'utf8').trim()}\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One page without what changes from machine to machine. Those of the Markdown plug-in are not in TypeDoc's own types. */
const options: object = {
  entryPoints: [join(root, 'core/define/index.ts')],
  tsconfig: join(root, 'tsconfig.library.json'),
  plugin: ['typedoc-plugin-markdown'],
  readme: 'none',
  name: 'The library',
  logLevel: 'Warn',
  // What layers have in common is told once, by the types that they take.
  validation: { notExported: false },
  disableSources: true,
  sort: ['source-order'],
  groupOrder: ['Functions', 'Interfaces', 'Type Aliases', '*'],
  outputFileStrategy: 'modules',
  entryFileName: 'api',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  typeAliasPropertiesFormat: 'table',
};
