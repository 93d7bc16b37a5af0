// A piece of the pipeline that another project may change, in a pipeline that holds an identity.
import { deployCommand } from '../../server/engine/facts/deploy-commands.ts';
import { entryOf, itemsOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';

export const unpinnedIncludeWithIdentity = defineRule({
  id: 'ci/unpinned-include-with-identity',
  meta: {
    title: 'Movable include in a pipeline with an identity',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['poutine unpinnable_action'],
    fix: 'none',
    whyNoFix: 'Which commit the name stands for today is not in the repository.',
    messages: {
      default: '`{include}` is whatever {ref} holds when the pipeline starts, and this pipeline {identity}; name a commit id',
      variables:
        '`{include}` is whatever {ref} holds when the pipeline starts, and its jobs have the variables of this project and the token of each job; add `integrity`, the digest of what was read',
      outside:
        '`{include}` is whatever {ref} holds when the pipeline starts, and what it adds runs with the token and the variables of this project; name a version or a commit',
    },
    docs: {
      what: 'An `include` of another project, a remote file or a component in GitLab, or a repository of templates in Azure Pipelines, that is not fixed to a commit, in a pipeline that logs in or deploys. A remote file without `integrity`, the newest version of a component, or templates from another host in any pipeline, as low.',
      why: 'Whoever may push to the other project adds jobs and scripts to this pipeline, and they run with its tokens and variables.',
      remedy: 'Give `ref` a full commit id, remote files an `integrity`, components a full version.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'include:\n  - project: group/pipelines\n    file: deploy.yml\n    ref: «main»\ndeploy:\n  environment: production\n  id_tokens:\n    TOKEN: { aud: https://vault.example.com }\n  script: [./deploy]\n',
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'include:\n  - project: group/pipelines\n    file: deploy.yml\n    ref: 8f4b7f84864484a7bf31766abe9204da3cbe65b3\ndeploy:\n  environment: production\n  id_tokens:\n    TOKEN: { aud: https://vault.example.com }\n  script: [./deploy]\n',
        },
      ],
      references: [
        'https://docs.gitlab.com/ci/yaml/#includeproject',
        'https://docs.gitlab.com/ci/components/',
        'https://learn.microsoft.com/en-us/azure/devops/pipelines/process/templates',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system === 'azure-pipelines') checkTemplates(workflow, context);
      if (workflow.system !== 'gitlab') return;
      const identity = workflow.jobs.some((job) => entryOf(job.value, 'id_tokens'))
        ? 'declares identity tokens'
        : workflow.jobs.some((job) => deployCommand(job.steps.flatMap((step) => step.lines)))
          ? 'deploys'
          : undefined;
      for (const item of itemsOf(entryOf(workflow.value, 'include')?.value)) {
        const found = movableInclude(item);
        // Nobody of this project decides what another server holds, or what is newest: said of every pipeline, and milder.
        if (!found || (identity === undefined && !found.remote && !found.newest)) continue;
        context.report({
          at: found.at,
          message: identity !== undefined ? 'default' : found.newest ? 'outside' : 'variables',
          data: { include: found.name, ref: found.ref, identity: identity ?? '' },
          anchor: `${workflow.anchor}|include.${found.name}`,
          ...(identity === undefined ? { severity: 'low' as const } : {}),
        });
      }
    },
  },
});

const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function movableInclude(item: Value): { at: Place; name: string; ref: string; remote?: true; newest?: true } | undefined {
  const project = entryOf(item, 'project')?.value;
  const ref = entryOf(item, 'ref')?.value;
  if (project) {
    if (ref && (commit.test(textOf(ref) ?? '') || (textOf(ref) ?? '$').includes('$'))) return undefined;
    return { at: ref?.at ?? project.at, name: textOf(project) ?? 'the project', ref: ref ? `\`${textOf(ref)}\`` : 'its default branch' };
  }
  const remote = entryOf(item, 'remote')?.value ?? (item.kind === 'scalar' && /^https?:/.test(String(item.value)) ? item : undefined);
  // An address with a commit in it names one text, as long as its server is the one that it was.
  if (remote && !entryOf(item, 'integrity') && !/[/=][0-9a-f]{40}(?:[/?&]|$)/.test(textOf(remote) ?? ''))
    return { at: remote.at, name: textOf(remote)?.split('?')[0] ?? 'the file', ref: 'the server', remote: true };
  const component = entryOf(item, 'component')?.value;
  const version = textOf(component)?.split('@')[1];
  if (component && (version === undefined || version === '~latest' || /^(?:main|master)$/.test(version) || /^\d+(?:\.\d+)?$/.test(version)))
    return {
      at: component.at,
      name: textOf(component)?.split('@')[0] ?? 'the component',
      ref: version === undefined ? 'its newest version' : `\`${version}\``,
      ...(version === undefined || version === '~latest' ? { newest: true as const } : {}),
    };
  return undefined;
}

/** Repositories of templates in Azure Pipelines, where a template of theirs is used: of another host in any pipeline, else where a job is given something. */
function checkTemplates(workflow: Workflow, context: RuleContext<'default' | 'outside'>): void {
  const given = workflow.jobs.flatMap((job) => job.given ?? [])[0];
  const deploys = workflow.jobs.some((job) => deployCommand(job.steps.flatMap((step) => step.lines)));
  const isHeld = given !== undefined || deploys;
  const identity = given ? `is given ${given.item.replace(':', ' `')}\`` : 'deploys';
  const used = new Set(templatesIn(workflow.value).flatMap((text) => (text.includes('@') ? text.slice(text.lastIndexOf('@') + 1) : [])));
  for (const repository of itemsOf(entryOf(entryOf(workflow.value, 'resources')?.value, 'repositories')?.value)) {
    const alias = entryOf(repository, 'repository')?.value;
    const ref = entryOf(repository, 'ref')?.value;
    const written = textOf(ref);
    const name = textOf(entryOf(repository, 'name')?.value) ?? textOf(alias);
    if (
      !alias ||
      name === undefined ||
      (!isHeld && !/^(?:github|bitbucket)/i.test(textOf(entryOf(repository, 'type')?.value) ?? '')) ||
      !used.has(textOf(alias) ?? '') ||
      (ref && (written === undefined || !/^(?:refs\/heads\/|[\w.-]+$)/.test(written) || commit.test(written)))
    )
      continue;
    const at = ref?.at ?? entryOf(repository, 'name')?.value.at ?? alias.at;
    context.report({
      at,
      message: isHeld ? 'default' : 'outside',
      data: { include: name, ref: written === undefined ? 'its default branch' : `\`${written}\``, identity },
      anchor: `${workflow.anchor}|resources.${textOf(alias)}`,
      ...(isHeld ? {} : { severity: 'low' as const }),
    });
  }
}

/** The texts under every `template` of a pipeline. */
function templatesIn(value: Value): string[] {
  if (value.kind === 'list') return value.items.flatMap(templatesIn);
  if (value.kind !== 'mapping') return [];
  return value.entries.flatMap((entry) => (textOf(entry.key) === 'template' ? [textOf(entry.value) ?? ''] : templatesIn(entry.value)));
}
