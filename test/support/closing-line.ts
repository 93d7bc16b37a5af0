// A vitest reporter that ends with one plain line, so that a log says how many tests ran whoever reads it.
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((one) => [...one.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that cannot be loaded has no tests: it is one failure.
    const broken = modules.filter((one) => one.state() === 'failed' && one.children.size === 0).length + errors.length;
    const skipped = count('skipped');
    console.log(`\n${count('passed')} passed, ${count('failed') + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
}
