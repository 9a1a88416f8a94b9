import { expect, it } from 'vitest';
import { buildKilledExtension, buildSuite } from './harness/build-suite.ts';
import { openEditor, openWebEditor } from './harness/open-editor.ts';

it.each([
  ['node', openEditor],
  ['browser', openWebEditor],
] as const)(
  'the analysis worker may end 50 times during edits in the %s extension host',
  async (host, open) => {
    const extension = await buildKilledExtension(host);
    const editor = await open({ extension, tests: await buildSuite(host, { entry: 'run-kills.ts', extension }) });
    try {
      const code = await editor.exitCode;
      expect(code, editor.log().slice(-4000)).toBe(0);
      expect(editor.log()).toContain('CONVLENS-KILLS 50');
    } finally {
      await editor.close();
    }
  },
  600_000,
);
