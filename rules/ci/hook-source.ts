// Hooks of pre-commit that come from a branch, over a connection that anyone may change, or from where nobody mends them.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, itemsOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

export const hookSource = defineRule({
  id: 'ci/hook-source',
  meta: {
    title: 'Hook whose code can change unseen',
    category: 'workflow',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['zizmor archived-uses'],
    fix: 'suggestion',
    messages: {
      name: '`{rev}` of {repo} is no version and no commit, but a name that its owners can move: every new clone installs what stands there on that day, and it runs with the keys and logins of whoever commits. `pre-commit autoupdate --freeze` writes a commit',
      branch:
        '`{rev}` of {repo} is a branch: every new clone installs what stands there on that day, and it runs with the keys and logins of whoever commits. `pre-commit autoupdate --freeze` writes a commit',
      clear:
        'Hooks from {repo} come over a connection that is not encrypted: whoever sits on the way decides what runs with the keys and logins of whoever commits. Use {better}',
      archived: '{repo} is archived and gets no security fixes{instead}; its hooks run with the keys and logins of whoever commits',
    },
    docs: {
      what: 'A repository of `.pre-commit-config.yaml` that is taken from a branch or over http, or that its owners archived.',
      why: 'A hook is a program of somebody else that runs on every commit, on the machines of everybody who works here: beside their SSH keys, cloud logins and tokens, before anybody has reviewed anything.',
      remedy: 'Name a commit (`pre-commit autoupdate --freeze`), an https address, and repositories that are kept.',
      bad: [
        {
          file: '.pre-commit-config.yaml',
          text: 'repos:\n  - repo: https://github.com/acme/hooks\n    rev: «main»\n    hooks: [{ id: lint }]\n',
        },
      ],
      good: [
        {
          file: '.pre-commit-config.yaml',
          text: 'repos:\n  - repo: https://github.com/acme/hooks\n    rev: 2c9f875913ee60ca25ce70243dc24d5b6415598c # frozen: v1.4.0\n    hooks: [{ id: lint }]\n',
        },
      ],
      references: ['https://pre-commit.com/#using-the-latest-version-for-a-repository'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'pre-commit') return;
      for (const item of itemsOf(entryOf(workflow.value, 'repos')?.value)) {
        const repo = entryOf(item, 'repo')?.value;
        const address = textOf(repo);
        if (address === undefined || repo?.kind !== 'scalar' || address === 'local' || address === 'meta') continue;
        const anchor = `${workflow.anchor}|${address}`;
        const rev = entryOf(item, 'rev')?.value;
        const name = textOf(rev);
        if (rev && name !== undefined && (movable.test(name) || branch.test(name)))
          context.report({ at: rev.at, message: branch.test(name) ? 'branch' : 'name', data: { rev: name, repo: address }, anchor });
        const better = address.replace(/^(?:http|git):/i, 'https:');
        if (better !== address && !/^(?:http|git):\/\/(?:localhost|127\.)/i.test(address))
          context.report({
            at: repo.at,
            message: 'clear',
            severity: 'medium',
            data: { repo: address, better },
            anchor: `${anchor}|clear`,
            suggestions: written(repo, better),
          });
        const repository = /^https?:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(address)?.[1]?.toLowerCase();
        const instead = repository === undefined ? undefined : archivedHooks.get(repository);
        if (instead !== undefined)
          context.report({
            at: repo.at,
            message: 'archived',
            data: { repo: address, instead: `; \`${instead}\` does the same` },
            anchor: `${anchor}|archived`,
          });
      }
    },
  },
});

/** A name without a single digit or point names no version; pre-commit itself warns of it. Tags such as `v1` may be either. */
const movable = /^[^\d.${<]*[g-z][^\d.${<]*$/i;
/** Names that only branches have, and tags that their owners move. */
const branch = /^(?:main|master|trunk|dev|develop|head|latest|stable|nightly|release|next|refs\/heads\/\S+|origin\/\S+)$/i;

/** Repositories of hooks that their owners archived, and what took their place: the first in April 2024. */
const archivedHooks = tableOf<string>({ 'pre-commit/mirrors-prettier': 'https://github.com/rbubley/mirrors-prettier' });

const written = (leaf: Leaf, text: string) =>
  leaf.editable ? [editing(`Write ${text}`, leaf.at.uri, () => [replaceText(leaf, text)])] : [];
