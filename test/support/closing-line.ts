// A vitest reporter that ends with the names of what failed and one plain line, so that the end of a log says
// which tests and how many, whoever reads it and however much of the log is kept. test/run.mjs has it keep a first
// outcome in $POSTURE_TEST_RECORD, so that the run of what failed, once more, ends with both taken together.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Reporter, TestModule, TestSpecification } from 'vitest/node';
import { outcomeOf, verdictOf, worthASecondRun, type Failure, type Outcome, type StartedFile } from './outcome.ts';

export default class ClosingLine implements Reporter {
  #started: StartedFile[] = [];

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#started = specifications.map(({ moduleId, project }) => ({
      moduleId,
      file: relative(project.config.root, moduleId).replaceAll('\\', '/'),
    }));
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const outcome = outcomeOf(this.#started, modules, errors);
    const record = process.env['POSTURE_TEST_RECORD'];
    const path = record && join(record, 'first.json');
    const first = path && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Outcome) : undefined;
    if (path && !first && worthASecondRun(outcome)) {
      writeFileSync(path, JSON.stringify(outcome));
      return;
    }
    const { passed, skipped, failed, unsteady } = first ? verdictOf(first, outcome) : verdictOf(outcome);
    for (const one of unsteady) console.log(`unsteady: ${placeOf(one)} — ${one.error}`);
    for (const one of failed) console.log(`failed: ${placeOf(one)}: ${one.error}`);
    console.log(`\n${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    if (record) writeFileSync(join(record, 'failed'), String(failed.length));
  }
}

const placeOf = ({ file, name }: Failure): string => [file, name].filter((one) => one !== '').join(' > ') || 'the run';
