import { pathClassOf } from '../../server/engine/path-class.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { classOf } from './classes.ts';
import { copiesOf, reportSecret, severityOf } from './report.ts';

/** Keys in PEM armour; their checksum and structure are looked at, and a header alone is nothing. */
export const privateKey = defineRule({
  id: 'secret/private-key',
  meta: {
    title: 'Private key in the text',
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['gitleaks:private-key', 'CKV_SECRET_13'],
    fix: 'suggestion',
    messages: {
      testKey:
        '{what} is written here{name}{facts}{copies}. It stands in {place} and nowhere else, as keys do that were made for tests. Make sure that nothing trusts it, or let the tests make one when they run',
      key: '{what} is written here{name}{facts}{copies}. {remedy}',
    },
    docs: {
      what: 'A private key that is not encrypted is written into a file.',
      why: 'A private key is the identity itself: whoever copies it can sign, decrypt or log in as its owner, and nothing at the provider shows the difference.',
      remedy:
        'Replace the key pair and remove the public key wherever it is trusted; removing the file leaves the key in the history. Keep the new one in a secret store or a key management service, or use short-lived certificates.',
      bad: [
        { file: 'deploy/id_deploy.txt', text: '«{{token:openssh-private-key}}»\n' },
        { file: 'config/tls.json', text: '{ "key": "«{{token:private-key-escaped}}»" }\n' },
      ],
      good: [
        { file: 'deploy/id_deploy.txt', text: '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n' },
        { file: 'config/tls.json', text: '{ "keyFile": "/run/secrets/tls.key" }\n' },
      ],
      references: ['https://www.rfc-editor.org/rfc/rfc7468'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) !== 'private-key') return;
      const severity = severityOf(candidate, context.project.workspace.today);
      const place = testPlaceOf(candidate, context);
      if (place !== undefined && severity !== 'low') reportSecret(candidate, context, 'testKey', 'medium', [], { place });
      else reportSecret(candidate, context, 'key', severity);
    },
  },
});

/**
 * The test or fixture folder that a key stands in, or that its name says so, in words, where no copy of it stands anywhere else. Libraries keep
 * dozens of keys for their tests, and none of them opens anything; one that is deployed as well does.
 */
function testPlaceOf(candidate: SecretCandidate, context: RuleContext<'key' | 'testKey'>): string | undefined {
  const isTest = (uri: string) => /test|fixture/.test(pathClassOf(uri) ?? '');
  const place = isTest(candidate.at.uri)
    ? pathClassOf(candidate.at.uri)
    : /^(?:test|dummy|fake|mock)(?=[A-Z_-])|^(?:TEST|DUMMY|FAKE|MOCK)_/.test(candidate.context.name ?? '')
      ? 'a variable for tests'
      : undefined;
  return copiesOf(candidate, context).every(({ at }) => isTest(at.uri)) ? place : undefined;
}
