import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realModels } from '../frontends/typescript/real-models.ts';
import { stripNotes } from '../harness/annotations.ts';
import { applyEdits } from '../harness/apply-edits.ts';
import { analyse } from '../harness/check.ts';

const root = join(import.meta.dirname, '../fixtures/rules');

/** The programs of TensorFlow.js whose findings have fixes. */
const programs = readdirSync(root).flatMap((rule) =>
  readdirSync(join(root, rule))
    .filter((file) => /^fires.*\.ts$/.test(file) && !file.includes('.fixed.'))
    .map((file) => read(rule, file))
    .filter(({ text, fixes }) => text.includes('@tensorflow/tfjs') && fixes.length > 0),
);

function read(rule: string, file: string) {
  const path = join(root, rule, file);
  const { text } = stripNotes(readFileSync(path, 'utf8'));
  const findings = analyse(path, text).findings.filter((finding) => finding.rule === rule);
  return { name: `${rule}/${file}`, path, text, fixes: findings.flatMap(({ fixes }) => fixes) };
}

it.each(programs)(
  'every fix of $name leaves a program that TensorFlow.js builds, unless errors are left',
  async ({ path, text, fixes }) => {
    const before = await attempt(() => realModels(path, text));
    for (const { title, edits, safe } of fixes) {
      const fixed = applyEdits(text, edits);
      const left = analyse(path, fixed).findings.filter(({ severity }) => severity === 'error');
      const after = await attempt(() => realModels(path, fixed));
      if (left.length === 0) expect(after, `${title} in\n${fixed}`).not.toBeNull();
      // A fix may add a layer, and loses none.
      if (before && after) expect(after.flat().length, title).toBeGreaterThanOrEqual(before.flat().length);
      // What is safe leaves every layer as it was.
      if (safe && before) expect(after, title).toEqual(before);
    }
  },
);

async function attempt<T>(build: () => Promise<T>): Promise<T | null> {
  try {
    return await build();
  } catch {
    return null;
  }
}
