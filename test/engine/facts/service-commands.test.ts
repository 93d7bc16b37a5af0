// What `gh` changes in GitHub and `kcadm` in Keycloak, in scripts and steps of pipelines: what is found, and where.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';
import { readMarks } from '../../support/rule-tester.ts';

async function found(marked: string): Promise<{ found: string[]; wanted: string[] }> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ 'setup.sh': text });
  expect(failures).toEqual([]);
  const own = findings.filter((finding) => /^(?:saas|oauth)\//.test(finding.rule));
  return { found: own.map((finding) => `${finding.rule} ${finding.at.span.join('-')}`), wanted: spans.map((span) => span.join('-')) };
}

describe('commands of gh and kcadm', () => {
  it.each([
    ['saas/github-admin', 'gh api -X PUT repos/acme/shop/collaborators/ann -f permission=«admin»\n'],
    ['saas/github-admin', 'gh api --method PUT "/orgs/acme/memberships/$USER" --field role="«admin»"\n'],
    [
      'saas/github-admin',
      'for team in a b; do gh api --silent -X PUT "orgs/acme/teams/ops/repos/$REPOSITORY" -f permission=«admin»; done\n',
    ],
    [
      'saas/github-default-write',
      'gh api -X PUT https://api.github.com/repos/{owner}/{repo}/actions/permissions/workflow -f default_workflow_permissions=«write»\n',
    ],
    [
      'saas/github-default-write',
      'gh api -X PUT orgs/acme/actions/permissions/workflow --input - <<< \'{"default_workflow_permissions":"«write»"}\'\n',
    ],
    [
      'saas/github-default-write',
      'gh api -X PUT orgs/acme/actions/permissions/workflow --input - <<EOF\n{\n  "default_workflow_permissions": "«write»"\n}\nEOF\n',
    ],
    ['saas/github-all-actions', 'gh api -X PUT repos/acme/shop/actions/permissions -F enabled=true -f allowed_actions=«all»\n'],
    ['saas/github-deploy-key-write', 'gh api repos/acme/shop/keys -f title=ci -f key="$KEY" -F read_only=«false»\n'],
    ['saas/github-deploy-key-write', '«gh api» -X POST repos/acme/shop/keys -f title=ci -f "key=$KEY"\n'],
    ['saas/github-deploy-key-write', '«gh repo deploy-key add» ci.pub --title ci --allow-write\n'],
    ['saas/service-administrator', 'kcadm.sh add-roles -r master --uusername ann --rolename «admin»\n'],
    [
      'saas/service-administrator',
      '/opt/keycloak/bin/kcadm.sh add-roles -r acme --gname ops --cclientid realm-management --rolename view-users --rolename «manage-users»\n',
    ],
    [
      'oauth/keycloak-service-account-admin',
      'kcadm.sh add-roles -r acme --uusername service-account-sync --cclientid realm-management --rolename «realm-admin»\n',
    ],
    [
      'oauth/open-redirect',
      `kcadm.sh create clients -r acme -s clientId=web -s 'redirectUris=["«*»"]' -s directAccessGrantsEnabled=false\n`,
    ],
    [
      'oauth/weak-grant',
      'kcadm.sh create clients -r acme -f - <<EOF\n{ "clientId": "web", "directAccessGrantsEnabled": «true», "redirectUris": ["https://shop.example/cb"] }\nEOF\n',
    ],
    [
      'oauth/keycloak-public-client-without-pkce',
      `kcadm.sh create clients -r acme -s clientId=«web» -s publicClient=true -s 'redirectUris=["https://shop.example/cb"]'\n`,
    ],
  ])('%s: %s', async (rule, text) => {
    const result = await found(text);
    expect(result.found).toEqual(result.wanted.map((span) => `${rule} ${span}`));
  });

  it.each([
    'gh api -X PUT repos/acme/shop/collaborators/ann -f permission=pull\n',
    'gh api -X PUT repos/acme/shop/collaborators/ann -f permission="$PERMISSION"\n',
    'gh api repos/acme/shop/collaborators/ann/permission -f permission=admin\n',
    'gh api -X DELETE repos/acme/shop/collaborators/ann -f permission=admin\n',
    'gh api -X PUT orgs/acme/actions/permissions/workflow -f default_workflow_permissions=read\n',
    'gh api repos/acme/shop/keys -f title=ci -f key="$KEY" -F read_only=true\n',
    'gh api repos/acme/shop/keys --input key.json\n',
    'gh api repos/acme/shop/keys\n',
    'gh repo deploy-key add ci.pub --title ci\n',
    '# gh api -X PUT repos/acme/shop/collaborators/ann -f permission=admin\n',
    'kcadm.sh add-roles -r acme --uusername ann --rolename viewer\n',
    'kcadm.sh add-roles -r acme --uusername service-account-sync --cclientid realm-management --rolename view-users\n',
    'kcadm.sh add-roles -r acme --uusername "$USER" --rolename "$ROLE"\n',
    'kcadm.sh create clients -r acme -f client.json -s publicClient=true -s \'redirectUris=["*"]\'\n',
    `kcadm.sh create clients -r acme -s clientId=web -s publicClient=true -s 'redirectUris=["https://shop.example/cb"]' -s 'attributes."pkce.code.challenge.method"=S256'\n`,
    'kcadm.sh create clients -r acme -s clientId=web -s "redirectUris=[\\"$REDIRECT\\"]"\n',
  ])('nothing in %s', async (text) => {
    expect((await found(text)).found).toEqual([]);
  });

  it('take a smaller role in the same word', async () => {
    const text = 'gh api -X PUT repos/acme/shop/collaborators/ann -f permission=admin -f other=admin\n';
    const { findings, documents } = await analyzeTexts({ 'a.sh': text });
    const made = findings
      .find((finding) => finding.rule === 'saas/github-admin')!
      .suggestions[0]!.make({ document: (uri) => documents.get(uri), today: '2026-11-21' })!;
    expect(applyEdits(text, made.edits)).toBe(text.replace('permission=admin', 'permission=maintain'));
  });

  it('may be any text, in time that grows with it', async () => {
    const words = fc.constantFrom(
      'gh ',
      'api ',
      'repos/a/b/keys ',
      '-f ',
      '-F ',
      '-X PUT ',
      'kcadm.sh ',
      'add-roles ',
      'create clients ',
      '-s ',
      'a=',
      "'",
      '"',
      '[',
      '{',
      '}',
      '<<EOF\n',
      '<<< ',
      '$(',
      '\\\n',
      '\n',
      '--rolename ',
      '--uid ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 40 }), async (parts) => {
        expect((await analyzeTexts({ 'a.sh': `gh api kcadm ${parts.join('')}` })).failures).toEqual([]);
      }),
      { numRuns: 150 },
    );
    for (const part of [
      'gh api repos/a/b/keys <<EOF\n{',
      'gh api -f a="',
      'kcadm create clients -s a=[',
      'kcadm add-roles --uid a <<< {',
      '/a/b/c/',
    ]) {
      await expectLinear(part, 1_250, (size) => {
        const text = `gh api kcadm ${part.repeat(size)}`;
        return () => analyzeTexts({ 'a.sh': text });
      });
    }
  });
});
