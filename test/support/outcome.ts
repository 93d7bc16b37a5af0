// What a run of the tests came to, and what it came to when the files that failed were run once more. Nothing here prints.
import type { TestCase, TestModule, TestSuite } from 'vitest/node';

/** Something that failed: a test, a hook of a suite, a file that cannot be loaded, or an error that belongs to none of them. */
export interface Failure {
  /** Relative to the root; '' where nobody knows. */
  readonly file: string;
  /** Empty for the file itself. */
  readonly name: string;
  /** The first line of the error. */
  readonly error: string;
}

export interface Outcome {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  /** Names of passed tests and how many were skipped, of each file in which something failed. */
  readonly failedFiles: Readonly<Record<string, { readonly passed: readonly string[]; readonly skipped: number }>>;
}

/** A file that was to be run: as vitest knows it, and relative to the root. */
export interface StartedFile {
  readonly moduleId: string;
  readonly file: string;
}

/** An outcome after the second run: `unsteady` is what failed in one of the two and passed in the other. */
export interface Verdict {
  readonly passed: number;
  readonly skipped: number;
  readonly failed: readonly Failure[];
  readonly unsteady: readonly Failure[];
}

const firstLine = (error: unknown): string => String((error as { message?: unknown } | undefined)?.message ?? error).split('\n', 1)[0]!;

/** The file during which vitest says that an error happened. */
const fileOf = (error: unknown): unknown => (error as { VITEST_TEST_PATH?: unknown } | undefined)?.VITEST_TEST_PATH;

/**
 * The outcome of one run, from what vitest hands to a reporter at its end. `started` are all files that were to be run:
 * of one whose process died, nothing else is told.
 */
export function outcomeOf(started: readonly StartedFile[], modules: readonly TestModule[], errors: readonly unknown[]): Outcome {
  const failures: Failure[] = [];
  const failedFiles: Record<string, { passed: string[]; skipped: number }> = {};
  let [passed, skipped] = [0, 0];
  for (const module of modules) {
    const file = module.relativeModuleId;
    const before = failures.length;
    const names = namesOf([...module.children.allTests()]);
    const ofFile = { passed: [] as string[], skipped: 0 };
    for (const [test, name] of names) {
      const result = test.result();
      if (result.state === 'failed') failures.push({ file, name, error: firstLine(result.errors[0]) });
      else if (result.state === 'passed') ofFile.passed.push(name);
      else if (result.state === 'skipped') ofFile.skipped++;
    }
    // A hook that fails leaves its tests skipped; a file that cannot be loaded has none.
    for (const suite of [module, ...module.children.allSuites()] as (TestModule | TestSuite)[])
      for (const error of suite.errors())
        failures.push({ file, name: suite.type === 'suite' ? suite.fullName : '', error: firstLine(error) });
    for (const error of errors.filter((one) => fileOf(one) === module.moduleId))
      failures.push({ file, name: '', error: `outside of a test: ${firstLine(error)}` });
    if (module.state() === 'pending' || module.state() === 'queued' || (failures.length === before && !module.ok()))
      failures.push({ file, name: '', error: 'did not end' });
    passed += ofFile.passed.length;
    skipped += ofFile.skipped;
    if (failures.length > before) failedFiles[file] = ofFile;
  }
  for (const { file } of started.filter((one) => !modules.some(({ moduleId }) => moduleId === one.moduleId))) {
    failures.push({ file, name: '', error: 'did not end' });
    failedFiles[file] = { passed: [], skipped: 0 };
  }
  // When a process dies, vitest does not say of which file; it is the one that did not end.
  const told = (error: unknown) =>
    modules.some(({ moduleId }) => moduleId === fileOf(error)) ||
    (firstLine(error).startsWith('[vitest-pool]') && failures.some((one) => one.error === 'did not end'));
  for (const error of errors.filter((one) => !told(one)))
    failures.push({ file: '', name: '', error: `outside of a test: ${firstLine(error)}` });
  return { passed, skipped, failures, failedFiles };
}

/** Each test with a name of its own within its file. */
function namesOf(tests: readonly TestCase[]): [TestCase, string][] {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const times = (seen.get(test.fullName) ?? 0) + 1;
    seen.set(test.fullName, times);
    return [test, times === 1 ? test.fullName : `${test.fullName} (${times})`];
  });
}

/** Whether a second run of `failedFiles` can tell anything: what failed has a file, and it is not half of the project. */
export function worthASecondRun({ failures, failedFiles }: Outcome): boolean {
  return failures.length > 0 && failures.every(({ file }) => file !== '') && Object.keys(failedFiles).length <= 10;
}

/** Both runs taken together: failed is what failed in the second and had not passed in the first. */
export function verdictOf(first: Outcome, second?: Outcome): Verdict {
  if (!second) return { passed: first.passed, skipped: first.skipped, failed: first.failures, unsteady: [] };
  const passedBefore = ({ file, name }: Failure) => first.failedFiles[file]?.passed.includes(name) ?? false;
  const failed = second.failures.filter((one) => !passedBefore(one));
  const same = (one: Failure) => (other: Failure) => one.file === other.file && one.name === other.name;
  const unsteady = [...first.failures.filter((one) => !second.failures.some(same(one))), ...second.failures.filter(passedBefore)];
  const before = Object.values(first.failedFiles);
  return {
    passed:
      first.passed - before.reduce((sum, one) => sum + one.passed.length, 0) + second.passed + second.failures.filter(passedBefore).length,
    skipped: first.skipped - before.reduce((sum, one) => sum + one.skipped, 0) + second.skipped,
    failed,
    unsteady,
  };
}
