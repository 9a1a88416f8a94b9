import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSuite } from './harness/build-suite.ts';
import { openWebEditor } from './harness/open-editor.ts';
import { keepScreenshot } from './harness/screenshots.ts';
import { stepResults } from './harness/step-results.ts';
import { type StepResult, stepNames } from './suite/step-names.ts';

/** The same suite where the extension and its language server are web workers and the files are not on a disk. */
describe('in the web extension host', () => {
  let editor: Awaited<ReturnType<typeof openWebEditor>> | undefined;
  let results: StepResult[] = [];

  beforeAll(async () => {
    editor = await openWebEditor({ tests: await buildSuite('browser') });
    await editor.exitCode;
    results = stepResults(editor.log());
    await keepScreenshot(editor.page, 'web-host-suite');
  }, 150_000);

  afterAll(() => editor?.close());

  it.each(stepNames)('%s', (name) => {
    const result = results.find((one) => one.name === name);
    expect(result, `The suite did not get there. The host's log:\n${editor?.log().slice(-4000)}`).toBeDefined();
    expect(result?.error).toBeNull();
  });
});
