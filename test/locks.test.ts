import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it.each(['check:types', 'check:layers', 'check:style'])(
  'npm run %s',
  (script) => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], { cwd: root, encoding: 'utf8' });
    expect(status === 0 ? '' : stdout + stderr).toBe('');
  },
  300_000,
);
