// Write access given to every job of a workflow at once.
import { defineRule } from '../../server/engine/rule.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { TokenPermissions, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Document } from '../../server/engine/document.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { addEntry, removeEntry } from '../../server/engine/edit/printer.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { jobNeed } from './job-need.ts';
import { asPlain } from './token-edits.ts';
import { effectivePermissions } from '../../server/engine/facts/github/token.ts';
import type { Project } from '../../server/engine/project.ts';

export const workflowLevelWrite = defineRule({
  id: 'github/workflow-level-write',
  meta: {
    title: 'Write access for every job',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['zizmor excessive-permissions', 'ghalint workflow_permissions'],
    fix: 'suggestion',
    messages: {
      default: '`{scope}: write` stands at the top, so {count} ({jobs}); write it in the job that needs it',
      read: '`read-all` gives every job read access to all scopes, security alerts and private packages among them; list what is read',
    },
    docs: {
      what: 'A write scope, or `read-all`, in the `permissions` at the top of a workflow with several jobs.',
      why: 'Every job gets it, those that build and test code from pull requests and packages included. One job that is taken over then has the access that another job needed.',
      remedy: 'Keep `permissions: {}` or `contents: read` at the top, and write each further scope in the job that uses it.',
      bad: [
        {
          file: '.github/workflows/release.yml',
          text: `on: push
permissions:
  contents: read
  packages: «write»
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
  push:
    runs-on: ubuntu-latest
    steps:
      - run: docker push ghcr.io/acme/app
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/release.yml',
          text: `on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
  push:
    runs-on: ubuntu-latest
    permissions:
      packages: write # needed by docker push
    steps:
      - run: docker push ghcr.io/acme/app
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions'],
    },
  },
  on: {
    workflow(workflow, context) {
      const { permissions } = workflow;
      if (!permissions) return;
      const heirs = workflow.jobs.filter((job) => !job.permissions);
      if (heirs.length === 0) return;
      if (permissions.all && textOf(permissions.all) === 'read-all') {
        context.report({
          at: permissions.all.at,
          message: 'read',
          anchor: `${workflow.anchor}|permissions.read-all`,
          severity: workflow.jobs.length > 1 ? 'low' : 'info',
        });
        return;
      }
      for (const scope of permissions.scopes) {
        if (textOf(scope.access) !== 'write' || workflow.jobs.length < 2) continue;
        // What every job is known to need has its place above all of them.
        const writes = (job: WorkflowJob) => jobNeed(job, workflow, context.project).scopes.get(scope.name)?.access === 'write';
        if (workflow.jobs.every((job) => heirs.includes(job) && writes(job))) continue;
        context.report({
          at: scope.access.at,
          message: 'default',
          data: {
            scope: scope.name,
            count: heirs.length === 1 ? '1 job gets it' : `${heirs.length} jobs get it`,
            jobs: `${heirs
              .slice(0, 4)
              .map((job) => `\`${job.id}\``)
              .join(', ')}${heirs.length > 4 ? ', …' : ''}`,
          },
          anchor: `${workflow.anchor}|permissions.${scope.name}`,
          ...(heirs.length === 1 ? { severity: 'low' as const } : {}),
          suggestions: moveDown(workflow, scope.name, context.project),
        });
      }
    },
  },
});

/** Moves a scope to the jobs that need it, where the need of every job that has it is known and at least one does not. */
function moveDown(workflow: Workflow, scope: string, project: Project): FixMaker[] {
  const { permissions } = workflow;
  const heirs = workflow.jobs.filter((job) => !job.permissions);
  if (permissions?.value.kind !== 'mapping' || permissions.value.entries.length < 2) return [];
  const needs = heirs.map((job) => ({ job, need: jobNeed(job, workflow, project) }));
  if (needs.some(({ need }) => need.unknown.length > 0)) return [];
  const takers = needs.filter(({ need }) => need.scopes.get(scope)?.access === 'write').map(({ job }) => job);
  if (takers.length === heirs.length || takers.some((job) => job.value.kind !== 'mapping')) return [];
  const top = permissions.value;
  return [
    editing(
      takers.length === 0
        ? `Remove ${scope}: write, which no job needs`
        : `Move ${scope}: write to ${takers.map((job) => job.id).join(', ')}`,
      workflow.at.uri,
      (document) => [
        removeEntry(top, scope, document),
        ...takers.map((job) =>
          job.value.kind === 'mapping'
            ? withNote(
                addEntry(
                  job.value,
                  'permissions',
                  asPlain(effectivePermissions(job, workflow).scopes),
                  document,
                  job.calls ? undefined : 'steps',
                ),
                permissions,
                scope,
                document,
              )
            : undefined,
        ),
      ],
    ),
  ];
}

/** What a comment beside the scope says of it goes along, to the scope's line in the job. */
function withNote(edit: TextEdit | undefined, permissions: TokenPermissions, scope: string, document: Document): TextEdit | undefined {
  const end = permissions.scopes.find((one) => one.name === scope)!.access.at.span[1];
  const note = /^["']?[ \t]+(#[^\r\n]*)/.exec(document.text.slice(end, end + 500))?.[1];
  if (!edit || note === undefined) return edit;
  return { ...edit, text: edit.text.replace(/[^\r\n]+/g, (line) => (line.trim() === `${scope}: write` ? `${line} ${note}` : line)) };
}
