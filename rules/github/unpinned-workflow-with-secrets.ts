// A workflow of another owner by a name that can be moved, which is handed secrets or a token that may write.
import { textOf } from '../../server/engine/facts/value.ts';
import { effectivePermissions, writtenScopes } from '../../server/engine/facts/github/token.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { isOwn, movable } from './pins.ts';

export const unpinnedWorkflowWithSecrets = defineRule({
  id: 'github/unpinned-workflow-with-secrets',
  meta: {
    title: 'Movable workflow of others is handed secrets',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['zizmor unpinned-uses', 'poutine unpinned_action'],
    fix: 'none',
    whyNoFix: 'Which commit the name stands for today is not in the repository.',
    messages: { default: '`{uses}` is whatever `{ref}` points to when the job starts, and gets {identity}; name the full commit id' },
    docs: {
      what: 'A call of a workflow in another repository by tag or branch, with secrets or write scopes.',
      why: "A called workflow is a whole job of someone else's: it decides every step. Whoever may push to that branch or move that tag has the secrets.",
      remedy: 'Name the full commit id, and hand over single secrets by name.',
      bad: [
        {
          file: '.github/workflows/release.yml',
          text: `on: push
permissions: {}
jobs:
  release:
    uses: other/tools/.github/workflows/release.yml@«main»
    secrets:
      token: \${{ secrets.RELEASE_TOKEN }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/release.yml',
          text: `on: push
permissions: {}
jobs:
  release:
    uses: other/tools/.github/workflows/release.yml@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v3
    secrets:
      token: \${{ secrets.RELEASE_TOKEN }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions'],
    },
  },
  on: {
    job(job, workflow, context) {
      const reference = job.calls && movable(job.calls.uses);
      if (!job.calls || !reference || isOwn(reference, context.project)) return;
      const writes = writtenScopes(effectivePermissions(job, workflow));
      const { secrets } = job.calls;
      if (!secrets && writes.length === 0) return;
      const identity = secrets
        ? textOf(secrets) === 'inherit'
          ? 'every secret'
          : `${secrets.kind === 'mapping' ? secrets.entries.length : 'the'} secret${secrets.kind === 'mapping' && secrets.entries.length === 1 ? '' : 's'}`
        : `a token with ${writes.map((scope) => `\`${scope}: write\``).join(', ')}`;
      // Where the owner of this repository is not known, the workflow may be the same owner's.
      const unsure = context.project.workspace.remote === undefined;
      context.report({
        at: reference.refAt ?? job.calls.uses.at,
        message: 'default',
        data: { uses: reference.name, ref: reference.ref ?? 'the default branch', identity },
        anchor: `${job.anchor}|pin`,
        severity: reference.pin === 'version' || unsure ? 'medium' : 'high',
      });
    },
  },
});
