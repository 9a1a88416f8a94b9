import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Leaves `N passed, N failed` in the file that CONVLENS_TEST_COUNTS names, for .ci/run to print last. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    // A file that can't be loaded has no tests to fail, and neither has an error that escapes from all of them.
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const file = process.env.CONVLENS_TEST_COUNTS;
    if (file) writeFileSync(file, `${passed} passed, ${failed + broken + unhandled.length} failed\n`);
  }
}
