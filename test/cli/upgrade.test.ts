// Editions of the rules and snapshots, from the command line.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../rules/registry.ts';
import { currentEdition } from '../../server/engine/edition.ts';
import { withEdition } from '../../server/cli/upgrade.ts';
import { findingsIn, git, posture, repositoryOf } from './posture.ts';
import { inDays } from '../support/days.ts';

const settings = (...allow: string[]) =>
  `{\n  "permissions": {\n    "allow": [${allow.map((one) => JSON.stringify(one)).join(', ')}]\n  }\n}\n`;

/** A repository with an approved agent that got more, under this configuration. */
function grown(configuration: string): string {
  const folder = repositoryOf({ '.claude/settings.json': settings('Bash(make:*)'), '.posture/config.yaml': configuration });
  posture(folder, ['approve', '--all', '--owner', '@a', '--approved-by', '@lead', '--purpose', 'builds', '--yes']);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'approve');
  writeFileSync(join(folder, '.claude/settings.json'), settings('Bash(make:*)', 'Bash(cargo test:*)'));
  return folder;
}

describe('editions', () => {
  it('the newest is that of the newest rule, and rules that are replaced are gone', async () => {
    const rules = await allRules();
    expect(Math.max(...rules.map((rule) => rule.meta.since ?? 1))).toBe(currentEdition);
    const ids = new Set(rules.map((rule) => rule.id));
    expect(rules.flatMap((rule) => rule.meta.replaces ?? []).filter((id) => ids.has(id))).toEqual([]);
  });

  it('a rule of a later edition than the pinned one is reported and stops nobody', () => {
    const folder = grown('edition: 1\n');
    const pinned = posture(folder, ['check', '--format', 'json']);
    expect(findingsIn(pinned)).toEqual(['.claude/settings.json:3 drift/agent-scope-grew']);
    expect(pinned.code).toBe(0);
    expect(pinned.stdout).toContain('new in edition 2, and edition 1 is configured');
    const dry = posture(folder, ['upgrade', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain(`Edition 1 is pinned, ${currentEdition} is the newest`);
    expect(dry.stdout).toContain(
      '1 finding would stop a build that is only reported now.\nwould stop: .claude/settings.json:3 drift/agent-scope-grew',
    );
    expect(readFileSync(join(folder, '.posture/config.yaml'), 'utf8')).toBe('edition: 1\n');
    expect(posture(folder, ['upgrade', '--yes']).stdout).toContain('Pinned');
    expect(readFileSync(join(folder, '.posture/config.yaml'), 'utf8')).toBe(`edition: ${currentEdition}\n`);
    expect(posture(folder, ['check']).code).toBe(1);
  });

  it('without a pin the newest counts; a later one than is known is a mistake; a rule that is configured is as configured', () => {
    expect(posture(grown('profile: default\n'), ['check']).code).toBe(1);
    expect(posture(repositoryOf({ '.posture/config.yaml': `edition: ${currentEdition + 1}\n` }), ['check'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a newer posture may know later ones'),
    });
    expect(posture(grown('edition: 1\nrules:\n  drift/agent-scope-grew: critical\n'), ['check']).code).toBe(1);
  });

  it('is set where it stands, and the rest of the configuration stays as it is written', () => {
    expect(withEdition('# ours\nedition: 1 # pinned\nprofile: strict\n', 2)).toBe('# ours\nedition: 2 # pinned\nprofile: strict\n');
    expect(withEdition('profile: strict', 2)).toBe('profile: strict\nedition: 2\n');
    expect(withEdition('', 2)).toBe('edition: 2\n');
  });

  it('a decision about a rule that is gone would be void', () => {
    const folder = repositoryOf({
      'policies/ci.json':
        '{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]}\n',
    });
    posture(folder, [
      'accept',
      'aws/wildcard-action',
      '--owner',
      '@a',
      '--approved-by',
      '@b',
      '--reason',
      'x',
      '--expires',
      inDays(10),
      '--yes',
    ]);
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'x');
    expect(posture(folder, ['upgrade', '--dry-run']).stdout).not.toContain('would be void');
  });
});

describe('a snapshot', () => {
  it('is the same bytes for the same records, and is told from another', () => {
    const folder = grown('profile: default\n');
    const [first, second] = [posture(folder, ['snapshot']), posture(folder, ['snapshot'])];
    expect(first.stdout).toBe(second.stdout);
    expect(JSON.parse(first.stdout)).toMatchObject({
      v: 1,
      branch: 'main',
      policy: null,
      decisions: [],
      identities: [{ kind: 'agent', state: 'approved' }],
    });
    expect(posture(folder, ['snapshot', '--output', 'snapshot.json']).stdout).toMatch(
      /wrote 0 decisions and 1 identities of main@[0-9a-f]{7}, sha256:[0-9a-f]{64}/,
    );
    expect(posture(folder, ['snapshot', '--check', 'snapshot.json']).code).toBe(0);
    writeFileSync(join(folder, '.posture/policy.yaml'), 'v: 1\n');
    git(folder, 'add', '.posture/policy.yaml');
    git(folder, 'commit', '-qm', 'policy');
    expect(posture(folder, ['snapshot', '--check', 'snapshot.json'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('is another one than'),
    });
  });
});
