// Writes the generated pages of docs/. `npm run docs`.
import { writeFileSync } from 'node:fs';
import { operatorPage } from './operator-docs.ts';

writeFileSync(new URL('../docs/operators.md', import.meta.url), operatorPage());
