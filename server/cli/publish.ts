// `posture publish`: a step of a repository's own pipeline. Writes what the repository holds to its branch
// posture-observed, with the token that the pipeline has for its own repository, and for nothing else.
import { basename } from 'node:path';
import { printReport, reportBranch, reportOf } from '../posture/repository-report.ts';
import { UsageError } from '../workspace/errors.ts';
import { gitSync } from '../workspace/git.ts';
import { remoteOf, repositoryAt } from '../workspace/repository.ts';
import { publishReport } from '../workspace/sync/report-branch.ts';
import { transportOf } from '../workspace/sync/team-address.ts';
import { checkTree } from './check-tree.ts';
import { today } from './today.ts';
import { giveOut, printOut } from './print.ts';

export interface PublishFlags {
  readonly output?: string;
}

export async function publishCommand(flags: PublishFlags): Promise<void> {
  await repositoryAt(process.cwd(), 'posture publish');
  const day = today();
  const result = await checkTree({ today: day, everyIdentity: true });
  const { root } = result;
  const ask = (...command: string[]): string => {
    const asked = gitSync({ cwd: root, command });
    return asked.ok ? asked.stdout.toString().trim() : '';
  };
  const url = ask('config', '--get', 'remote.origin.url');
  const remote = remoteOf(url);
  const repository = remote ? `${remote.host}/${remote.path}` : `local/${basename(root)}`;
  // What could not be checked would be missing from the report without anybody seeing it.
  const [problem] = result.problems;
  if (problem)
    throw new UsageError(
      `nothing was published, because not everything could be checked: ${problem.what} ${problem.uri}: ${problem.message}`,
    );
  const finding = (one: { readonly finding: (typeof result.findings)[number]['finding'] }) => one.finding;
  const text = printReport(
    reportOf({
      repository,
      commit: ask('rev-parse', 'HEAD'),
      day,
      findings: result.findings.map(finding),
      accepted: result.suppressed.map(finding),
      identities: result.identities,
    }),
  );
  if (flags.output !== undefined) return giveOut(text, 'the report', flags.output);
  if (!url) throw new UsageError('there is no remote origin to publish to', '--output writes the report to a file');
  const published = await publishReport(
    root,
    { url, transport: transportOf(url, process.env['POSTURE_LOCAL_TEAM'] === 'allowed') },
    text,
    day,
  );
  printOut(
    published
      ? `published ${result.identities.length} identities of ${repository} on ${reportBranch}\n`
      : `${reportBranch} holds this report already\n`,
  );
}
