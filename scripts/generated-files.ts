import { countingPage } from './counting-docs.ts';
import { layerFiles } from './layer-functions.ts';
import { modelSchema } from './model-schema.ts';
import { operatorPage } from './operator-docs.ts';

/** Path and text of every generated file: pages, the functions of core/define/layers, the schema of *.convlens.json. */
export function generatedFiles(): readonly (readonly [path: string, text: string])[] {
  return [
    ['docs/operators.md', operatorPage()],
    ['docs/counting.md', countingPage()],
    ['schemas/convlens.schema.json', modelSchema()],
    ...layerFiles().map(([file, text]) => [`core/define/layers/${file}`, text] as const),
  ];
}
