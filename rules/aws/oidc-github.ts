// Roles that GitHub Actions may assume: whose workflows they let in.
import { defineRule } from '../../server/engine/rule.ts';
import { placeOf } from '../../server/engine/facts/value.ts';
import { addSubject, isDeadWildcard, missingSubjectPlace, readSubjects, replaceSubject, severityOf } from './oidc-subjects.ts';

const references = [
  'https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services',
  'https://docs.github.com/actions/reference/openid-connect-reference',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
];

const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const example = (principal: string, condition: string) => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "Federated": "${principal}" },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": ${condition}
    }
  ]
}
`;
const audience = '"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"';
const good = [
  {
    file: 'trust/deploy.json',
    text: example(
      provider,
      `{ "StringEquals": { ${audience}, "token.actions.githubusercontent.com:sub": "repo:octo-org/shop:environment:production" } }`,
    ),
  },
];

export const oidcGithubNoSub = defineRule({
  id: 'aws/oidc-github-no-sub',
  meta: {
    title: 'GitHub Actions trusted without a subject',
    category: 'trust',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_AWS_358', 'CKV_AWS_393'],
    fix: 'suggestion',
    messages: {
      missing:
        'no condition on the subject: a workflow in any repository on GitHub can assume this role; require `token.actions.githubusercontent.com:sub`',
      hollow:
        '`{operator}` on the subject also holds for a token without one, so a workflow in any repository on GitHub can assume this role; use `StringEquals`',
    },
    docs: {
      what: 'A role that trusts `token.actions.githubusercontent.com` and does not say which repository.',
      why: 'The provider signs tokens for every repository on GitHub, and the audience is chosen by the workflow that asks. Without a condition on the subject, a stranger with a free account gets the role. Such roles are searched for and found.',
      remedy:
        'Require the subject with `StringEquals`, or one of the claims `repository_id`, `repository` or `job_workflow_ref`. Name a branch or an environment where the role may write.',
      bad: [{ file: 'trust/deploy.json', text: example(`«${provider}»`, `{ "StringEquals": { ${audience} } }`) }],
      good,
      references,
    },
  },
  on: {
    trust(trust, context) {
      const reading = readSubjects(trust);
      if (reading?.provider.id !== 'github' || reading.widest) return;
      context.report({
        at: missingSubjectPlace(reading),
        message: reading.hollow ? 'hollow' : 'missing',
        data: { operator: reading.hollow?.operator ?? '' },
        // An enterprise's own issuer lets in that enterprise alone.
        severity: /githubusercontent\.com\/|_services\/token/.test(reading.issuer) ? 'medium' : 'critical',
        anchor: `${trust.anchor}|sub`,
        suggestions: reading.hollow ? [] : addSubject(reading, context.project.workspace),
      });
    },
  },
});

export const oidcGithubSubWildcard = defineRule({
  id: 'aws/oidc-github-sub-wildcard',
  meta: {
    title: 'GitHub Actions trusted with a broad subject',
    category: 'trust',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'NHI5:2025', 'PR.AA-03'],
    peers: ['CKV_AWS_358', 'CKV_AWS_393'],
    fix: 'suggestion',
    messages: {
      anyone: '`{subject}` lets in workflows of other owners on GitHub; name owner and repository: `repo:OWNER/REPOSITORY:…`',
      tenant: '`{subject}` lets in every repository that matches, those made tomorrow included; name the repository',
      project: '`{subject}` lets in any branch, tag and pull request of the repository; name a branch or an environment',
      dead: '`{operator}` takes the wildcard in `{subject}` literally, so that nobody gets in; the same under StringLike lets in workflows of other owners on GitHub; write `repo:OWNER/REPOSITORY:…`',
      never: '`{subject}` is no subject that GitHub issues, so that nobody gets in; write `repo:OWNER/REPOSITORY:…`',
    },
    subsumes: ['aws/oidc-github-stringequals-wildcard'],
    docs: {
      what: 'A condition on the subject of GitHub Actions whose pattern lets in more than one repository or more than one branch.',
      why: '`repo:org*` also matches `organised-crime/x`, and a subject that begins with a claim such as `workflow:` or `environment:` is written by whoever owns the workflow, in any repository. `repo:org/*` gives the role to every repository of the organization, also to the next one that a stranger may contribute to.',
      remedy:
        'Write `repo:OWNER/REPOSITORY:environment:NAME` or `…:ref:refs/heads/BRANCH` with `StringEquals`. Repositories made or renamed since July 2026 have ids in their subject: `repo:OWNER@ID/REPOSITORY@ID:…`.',
      bad: [
        {
          file: 'trust/deploy.json',
          text: example(
            provider,
            `{ "StringEquals": { ${audience} }, "StringLike": { "token.actions.githubusercontent.com:sub": "«repo:octo*»" } }`,
          ),
        },
      ],
      good,
      references,
    },
  },
  on: {
    trust(trust, context) {
      const reading = readSubjects(trust);
      const widest = reading?.widest;
      if (reading?.provider.id !== 'github' || !widest || widest.reach === 'narrow') return;
      const dead = widest.reach !== 'never' && isDeadWildcard(widest);
      // What holds off everyone is no open door. Where the pattern would let in strangers, the door is one word away.
      if (dead && widest.reach !== 'anyone') return;
      context.report({
        at: placeOf(widest.value),
        message: dead ? 'dead' : widest.reach,
        data: { subject: widest.pattern.replaceAll('\0', '…'), operator: widest.condition.operator },
        severity: dead || widest.reach === 'never' ? 'medium' : severityOf[widest.reach],
        anchor: `${trust.anchor}|sub`,
        suggestions: replaceSubject(reading, context.project.workspace),
      });
    },
  },
});

export const oidcGithubStringEqualsWildcard = defineRule({
  id: 'aws/oidc-github-stringequals-wildcard',
  meta: {
    title: 'Wildcard in a subject under StringEquals',
    category: 'trust',
    severity: 'info',
    confidence: 'high',
    frameworks: ['NHI4:2025'],
    peers: ['parliament MISMATCHED_TYPE'],
    fix: 'suggestion',
    messages: { dead: '`{operator}` takes `*` in `{subject}` literally, so that no token matches; name the subject, or use StringLike' },
    docs: {
      what: 'A wildcard in a subject that is compared with `StringEquals`.',
      why: 'The role cannot be assumed. The usual repair in a hurry is a broader pattern under `StringLike`, or no condition.',
      remedy: 'Write the whole subject. Where a pattern is meant, use `StringLike` and keep the repository in it.',
      bad: [
        {
          file: 'trust/deploy.json',
          text: example(
            provider,
            `{ "StringEquals": { ${audience}, "token.actions.githubusercontent.com:sub": "«repo:octo-org/shop:ref:refs/heads/release-*»" } }`,
          ),
        },
      ],
      good,
      references,
    },
  },
  on: {
    trust(trust, context) {
      const reading = readSubjects(trust);
      const widest = reading?.widest;
      if (reading?.provider.id !== 'github' || !widest || !isDeadWildcard(widest) || !/^stringequals/i.test(widest.condition.operator))
        return;
      context.report({
        at: placeOf(widest.value),
        message: 'dead',
        data: { operator: widest.condition.operator, subject: widest.pattern.replaceAll('\0', '…') },
        anchor: `${trust.anchor}|sub|operator`,
        suggestions: replaceSubject(reading, context.project.workspace),
      });
    },
  },
});
