import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';
import { buildSuite } from './harness/build-suite.ts';
import { stepResults } from './harness/step-results.ts';
import { type StepResult, stepNames } from './suite/step-names.ts';

/**
 * The extension in the editor's Node extension host, asked through the editor's own API. VSCODE_EXECUTABLE may name a
 * desktop Visual Studio Code to run the suite in; by default it runs in the embedded editor.
 */
describe('in the Node extension host', () => {
  let results: StepResult[] = [];
  let log = '';

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'convlens-node-host-'));
    const logFile = join(folder, 'log.txt');
    const code = await runTests({
      vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? join(root, 'test/vscode/harness/editor-adapter.ts'),
      launchArgs: [join(root, 'examples')],
      extensionDevelopmentPath: root,
      extensionTestsPath: await buildSuite('node'),
      extensionTestsEnv: { CONVLENS_LOG: logFile, CONVLENS_SCREENSHOT: 'node-host-suite' },
    }).catch((error: unknown) => error);
    log = readFileSync(logFile, 'utf8');
    rmSync(folder, { recursive: true });
    results = stepResults(log);
    // Steps that failed are reported one by one below; a suite that did not run at all has nothing to report.
    if (code !== 0 && results.length === 0) throw new Error(`${code}\n${log}`);
  }, 150_000);

  it.each(stepNames)('%s', (name) => {
    const result = results.find((one) => one.name === name);
    expect(result, `The suite did not get there. The host's log:\n${log.slice(-4000)}`).toBeDefined();
    expect(result?.error).toBeNull();
  });
});
