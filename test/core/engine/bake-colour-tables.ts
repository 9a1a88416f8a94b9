import { writeFileSync } from 'node:fs';
import { interpolateCividis, interpolateMagma, interpolateViridis } from 'd3-scale-chromatic';

/** Samples d3-scale-chromatic's maps into core/engine/colour-tables.ts: `node test/core/engine/bake-colour-tables.ts`. */
export const sources = { viridis: interpolateViridis, cividis: interpolateCividis, magma: interpolateMagma };

export function hexOf(colour: string): string {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/[\d.]+/g) ?? []).map(Number);
  return parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('');
}

export function sample(map: (t: number) => string): string {
  return Array.from({ length: 256 }, (_, i) => hexOf(map(i / 255))).join('');
}

if (import.meta.main) {
  const rows = Object.entries(sources).map(([name, map]) => {
    const lines = (sample(map).match(/.{1,108}/g) ?? []).map((line) => `    '${line}',`);
    return `  ${name}: [\n${lines.join('\n')}\n  ].join(''),`;
  });
  const text = `/**\n * 256 samples of each map as hex digits, six a colour, baked from d3-scale-chromatic 3.1 (ISC licence; viridis and magma\n * by Nathaniel Smith and Stéfan van der Walt, CC0; cividis by Nuñez, Anderton and Renslow).\n */\nexport const sampled = {\n${rows.join('\n')}\n} as const;\n`;
  writeFileSync(new URL('../../../core/engine/colour-tables.ts', import.meta.url), text);
}
