// Writes the generated pages of docs/. `npm run docs`.
import { writeFileSync } from 'node:fs';
import { countingPage } from './counting-docs.ts';
import { operatorPage } from './operator-docs.ts';

const pages = { 'operators.md': operatorPage(), 'counting.md': countingPage() };
for (const [name, text] of Object.entries(pages)) writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
