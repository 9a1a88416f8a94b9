import { readFileSync } from 'node:fs';
import { rules } from '../server/rules/index.ts';
import { apiPage } from './api-docs.ts';
import { countingPage } from './counting-docs.ts';
import { layerFiles } from './layer-functions.ts';
import { manifestOfTables, manifestTexts } from './manifest.ts';
import { modelSchema } from './model-schema.ts';
import { operatorPage } from './operator-docs.ts';
import { operatorWords } from './operator-words.ts';
import { rulePage } from './rule-docs.ts';

/** Path and text of every generated file: pages, settings, the functions of core/define/layers, the schema of *.convlens.json. */
export async function generatedFiles(): Promise<readonly (readonly [path: string, text: string])[]> {
  return [
    ['docs/api.md', await apiPage()],
    ['docs/operators.md', operatorPage()],
    ['docs/counting.md', countingPage()],
    ['server/features/operator-words.ts', operatorWords()],
    ['schemas/convlens.schema.json', modelSchema()],
    ['package.json', manifestOfTables(read('package.json'))],
    ['package.nls.json', manifestTexts(read('package.nls.json'))],
    ...rules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)] as const),
    ...layerFiles().map(([file, text]) => [`core/define/layers/${file}`, text] as const),
  ];
}

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}
