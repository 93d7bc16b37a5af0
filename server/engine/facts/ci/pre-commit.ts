// `.pre-commit-config.yaml`: where the hooks come from that run on each commit, with the keys and logins of whoever commits.
// It has no jobs of its own; rules look at its repositories.
import { entryOf } from '../value.ts';
import { pipelineReader } from './pipeline.ts';

export const preCommitReader = pipelineReader('pre-commit', 'pre-commit', (root) =>
  entryOf(root, 'repos')?.value.kind === 'list' ? { kind: 'updates', jobs: [] } : undefined,
);
