// A vitest reporter that ends with the names of what failed and one plain line, so that the end of a log says
// which tests and how many, whoever reads it and however much of the log is kept.
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((one) => [...one.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that cannot be loaded has no tests: it is one failure.
    const broken = modules.filter((one) => one.state() === 'failed' && one.children.size === 0);
    const first = (error: unknown): string => String((error as { message?: unknown } | undefined)?.message ?? error).split('\n', 1)[0]!;
    for (const test of tests.filter((one) => one.result().state === 'failed')) console.log(`failed: ${test.module.relativeModuleId} > ${test.fullName}: ${first(test.result().errors?.[0])}`);
    for (const file of broken) console.log(`failed: ${file.relativeModuleId}: ${first(file.errors()[0])}`);
    for (const error of errors) console.log(`failed: outside of a test: ${first(error)}`);
    const skipped = count('skipped');
    console.log(`\n${count('passed')} passed, ${count('failed') + broken.length + errors.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
}
