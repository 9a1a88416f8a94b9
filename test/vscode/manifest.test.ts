import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exampleFiles } from '../../client/common/panel/example-files.ts';
import { root } from '../../scripts/setup/run.mjs';
import { analyse } from '../harness/check.ts';

it('the panel offers examples that have models', () => {
  for (const example of exampleFiles) {
    const path = join(root, 'examples', example);
    expect(analyse(path, readFileSync(path, 'utf8')).models.length, example).toBeGreaterThan(0);
  }
});
