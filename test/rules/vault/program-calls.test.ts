// What programs make through clients of Vault: hvac, and the call of any client that writes to a path.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { at, readMarks, type Source } from '../../support/rule-tester.ts';

const python = at('tools/vault_setup.py');
const go = at('cmd/setup/main.go');
const node = at('tools/setup.js');

async function check(rule: string, { file, text: marked }: Source): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  expect(
    findings
      .filter((finding) => finding.rule.startsWith('vault/'))
      .map((finding) => [finding.rule, finding.at.span[0], text.slice(...finding.at.span)]),
  ).toEqual(spans.map((span) => [rule, span[0], text.slice(...span)]));
}

describe('calls of clients', () => {
  it.each<[string, Source]>([
    [
      'vault/approle-no-secret-id',
      python`
      import hvac
      client.auth.approle.create_or_update_approle('worker', token_policies=['worker'], secret_id_ttl='10m', bind_secret_id=«False»)
    `,
    ],
    [
      'vault/kubernetes-role-star',
      python`
      import hvac
      client.auth.kubernetes.create_role(
          name='any',
          bound_service_account_names=['«*»'],
          bound_service_account_namespaces=['*'],
          policies=['app'],
          ttl='1h',
      )
    `,
    ],
    [
      'vault/root-token',
      python`
      import hvac
      token = client.auth.token.create(policies=['«root»'], ttl='1h')
    `,
    ],
    [
      'vault/root-token',
      python`
      import hvac
      def token_for(ttl='1h'):
          policies = ['«root»']
          return client.auth.token.create(policies=policies, ttl=ttl)
    `,
    ],
    [
      'vault/token-no-ttl',
      python`
      import hvac
      token = client.auth.token.create_orphan(policies=['deploy'], «period='768h'»)
    `,
    ],
    [
      'vault/pki-any-name',
      python`
      import hvac
      client.secrets.pki.create_or_update_role('web', {'allow_any_name': «True», 'ttl': '72h'})
      client.secrets.pki.create_or_update_role('api', extra_params={'allowed_domains': ['api.acme.example'], 'ttl': '72h'})
    `,
    ],
    [
      'vault/kubernetes-role-star',
      go`
      // vault
      func setup(client *api.Client) {
        client.Logical().Write("auth/kubernetes/role/any", map[string]interface{}{
          "bound_service_account_names":      "«*»",
          "bound_service_account_namespaces": "*",
        })
      }
    `,
    ],
    [
      'vault/userpass-user',
      node`
      const vault = require('node-vault')();
      await vault.«write»('auth/userpass/users/ann', { password: process.env.PW, policies: 'dev' });
    `,
    ],
  ])('%s: %s', check);

  it.each<[string, Source]>([
    [
      'what is bound and ends',
      python`
      import hvac
      client.auth.approle.create_or_update_approle(role_name='worker', token_policies=['worker'], secret_id_ttl='10m', secret_id_num_uses=1)
      client.auth.kubernetes.create_role('app', bound_service_account_names=['app'], bound_service_account_namespaces=['shop'], policies=['app'])
      client.auth.token.create(policies=['app'], ttl='1h', explicit_max_ttl='2h')
    `,
    ],
    [
      'what is spread into a call',
      python`
      import hvac
      client.auth.approle.create_or_update_approle(role_name=name, **options)
    `,
    ],
    [
      'a comment, and a file',
      go`
      // client.Logical().Write("auth/approle/role/app", map[string]interface{}{"bind_secret_id": false})
      func setup() {
        file.Write("auth/approle/role/app", data)
        client.Logical().WriteWithContext(ctx, "auth/approle/role/app", map[string]interface{}{"secret_id_ttl": "10m", "secret_id_num_uses": 1})
      }
    `,
    ],
    ['a secret', node`await vault.write('secret/data/app', { data: { bind_secret_id: false } });`],
    [
      'cut short',
      python`
      import hvac
      client.auth.approle.create_or_update_approle(
    `,
    ],
  ])('%s gives nothing', (_, source) => check('', source));
});
