import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { lowered, type Related, type Severity } from '../../server/engine/finding.ts';
import type { RuleContext } from '../../server/engine/rule.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { reportSecret, severityOf } from './report.ts';

/** The other half within the same document: ids and secrets are joined when they stand within 400 characters. */
function partnersOf(candidate: SecretCandidate, context: RuleContext): Related[] {
  const isId = candidate.format !== 'aws-secret-access-key';
  return (context.project.documents.get(candidate.at.uri)?.secrets ?? [])
    .filter(
      (other) =>
        (other.format === 'aws-secret-access-key') === isId &&
        classOf(other) === 'access-key-pair' &&
        Math.abs(other.at.span[0] - candidate.at.span[0]) < 400,
    )
    .map((other) => ({ at: other.at, message: isId ? 'the secret of this key' : 'the id of this key' }));
}

/** An id without its secret opens nothing by itself. */
function pairSeverity(candidate: SecretCandidate, paired: boolean, today: string): Severity {
  const severity = severityOf(candidate, today);
  return paired || candidate.format === 'aws-secret-access-key' ? severity : lowered(severity);
}

/** Id and secret are two findings that point at each other; the account number is read from the id. */
export const accessKeyPair = defineRule({
  id: 'secret/access-key-pair',
  meta: {
    title: 'AWS access key in the text',
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['CKV_AWS_41', 'CKV_SECRET_2', 'gitleaks:aws-access-token'],
    fix: 'suggestion',
    messages: {
      id: '{what} is written here{name}{facts}{copies}. {remedy}',
      pair: 'Both halves of a key stand here: {what}{name}{facts}{copies}. {remedy}',
    },
    docs: {
      what: 'An AWS access key id or its secret is written into a file.',
      why: 'A long-lived key of AWS works from anywhere, without a second factor and without an end. The id alone names the account; id and secret together are the account, as far as the policies of the user go.',
      remedy:
        'Deactivate the key in IAM first, look at its last use, then delete it. Use role assumption instead: OIDC federation in CI, IAM Identity Center for people, an instance or task role for workloads.',
      bad: [
        {
          file: 'deploy/.env',
          text: 'AWS_ACCESS_KEY_ID=«{{token:aws-access-key-id}}»\nAWS_SECRET_ACCESS_KEY=«{{token:aws-secret-access-key}}»\n',
        },
        { file: 'infra/provider.tf', text: 'provider "aws" {\n  access_key = "«{{token:aws-access-key-id}}»"\n}\n' },
      ],
      good: [
        { file: 'deploy/.env', text: 'AWS_PROFILE=deploy\n' },
        { file: 'infra/provider.tf', text: 'provider "aws" {\n  region = "eu-central-1"\n}\n' },
      ],
      references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) !== 'access-key-pair') return;
      const partners = partnersOf(candidate, context);
      reportSecret(
        candidate,
        context,
        partners.length > 0 ? 'pair' : 'id',
        pairSeverity(candidate, partners.length > 0, context.project.workspace.today),
        partners,
      );
    },
  },
});
