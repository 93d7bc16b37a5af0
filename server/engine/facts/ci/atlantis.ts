// Atlantis, which runs Terraform for pull requests on a server of its own: what the server lets repositories decide
// (`repos.yaml`), and what a repository decides (`atlantis.yaml`). No jobs; rules look at the repositories and projects.
import { entryOf } from '../value.ts';
import { pipelineReader } from './pipeline.ts';

export const atlantisReader = pipelineReader('atlantis', 'atlantis', (root) =>
  ['repos', 'projects', 'workflows'].some((key) => entryOf(root, key)) ? { kind: 'updates', jobs: [] } : undefined,
);
