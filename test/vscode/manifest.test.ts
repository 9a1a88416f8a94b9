import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleFiles } from '../../client/common/panel/example-files.ts';
import { root } from '../../scripts/setup/run.mjs';
import { rules } from '../../server/rules/index.ts';
import { analyse } from '../harness/check.ts';

const file = join(root, 'package.json');
const text = readFileSync(file, 'utf8');

describe('package.json', () => {
  // `vitest -u` writes the rows.
  it('has one setting per rule, made from the rules', async () => {
    const manifest = JSON.parse(text);
    const { properties } = manifest.contributes.configuration;
    const others = Object.entries(properties).filter(([key]) => !key.startsWith('convlens.rules.'));
    manifest.contributes.configuration.properties = Object.fromEntries([...rules.map(settingOf), ...others]);
    await expect(`${JSON.stringify(manifest, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});

it('the panel offers examples that have models', () => {
  for (const example of exampleFiles) {
    const path = join(root, 'examples', example);
    expect(analyse(path, readFileSync(path, 'utf8')).models.length, example).toBeGreaterThan(0);
  }
});

function settingOf({ id, severity, title }: (typeof rules)[number]): [string, object] {
  return [
    `convlens.rules.${id}`,
    {
      type: 'string',
      enum: ['error', 'warning', 'info', 'hint', 'off'],
      default: severity,
      description: `${title}.`,
    },
  ];
}
