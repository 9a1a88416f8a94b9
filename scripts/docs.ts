// Writes what is made of the operators' definitions: the page docs/operators.md, the functions of core/define/layers and
// the schema of *.convlens.json. `npm run docs`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { layerFiles } from './layer-functions.ts';
import { modelSchema } from './model-schema.ts';
import { operatorPage } from './operator-docs.ts';

const root = new URL('../', import.meta.url);

writeFileSync(new URL('docs/operators.md', root), operatorPage());
for (const [file, text] of layerFiles()) writeFileSync(new URL(`core/define/layers/${file}`, root), text);
mkdirSync(new URL('schemas', root), { recursive: true });
writeFileSync(new URL('schemas/convlens.schema.json', root), modelSchema());
