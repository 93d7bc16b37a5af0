// Clients and realms that programs and scripts hand to Keycloak's admin API as objects: what is found, and where.
import { describe, expect, it } from 'vitest';
import { keycloakObjects } from '../../../server/engine/facts/oauth-clients/keycloak-objects.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';
import { readMarks } from '../../support/rule-tester.ts';

const rules = ['oauth/open-redirect', 'oauth/weak-grant', 'oauth/open-login', 'oauth/client-secret-in-file'];

async function found(file: string, marked: string): Promise<{ found: string[]; wanted: string[] }> {
  const { text, spans } = readMarks(marked);
  const { findings } = await analyzeTexts({ [file]: text });
  return {
    found: findings.filter(({ rule }) => rules.includes(rule)).map(({ at }) => text.slice(...at.span)),
    wanted: spans.map((span) => text.slice(...span)),
  };
}

describe('objects for the admin API of Keycloak', () => {
  it.each([
    [
      'the body of curl, with what the shell puts in',
      'scripts/setup.sh',
      `curl -s -X POST "$SSO/admin/realms" -d '{ "realm": "'$REALM'", "enabled": true, "sslRequired": "«none»" }'
curl -s -X POST "$SSO/admin/realms/$REALM/clients" -H "Authorization: Bearer $TOKEN" -d '{
  "clientId": "'$NAME'",
  "publicClient": false,
  "implicitFlowEnabled": «true»,
  "redirectUris": ["«*»", "'$URL'/*"]
}'
`,
    ],
    [
      'a body in quotes that are escaped',
      'scripts/setup.sh',
      'curl -X PUT "$SSO/admin/realms/acme/clients/$ID" -d "{ \\"clientId\\": \\"web\\", \\"directAccessGrantsEnabled\\": «true», \\"redirectUris\\": [\\"$URL/*\\"] }"\n',
    ],
    [
      'dictionaries of Python, by name and as an argument',
      'src/setup.py',
      `from keycloak import KeycloakAdmin

admin.create_realm({"realm": "shop", "enabled": True, "sslRequired": "«none»"}, skip_exists=True)
payload = {"clientId": name, "redirectUris": ["«*»"], "implicitFlowEnabled": «True», "publicClient": False}
admin.create_client(payload)
`,
    ],
    [
      'an object of JavaScript',
      'src/setup.ts',
      "import KcAdminClient from '@keycloak/keycloak-admin-client';\nawait kc.clients.create({ clientId: 'web', publicClient: false, redirectUris: ['«*»'] });\n",
    ],
    [
      'nothing where names are read, declared or known later',
      'src/setup.ts',
      `import KcAdminClient from '@keycloak/keycloak-admin-client';
interface Client { clientId: string; redirectUris: string[]; implicitFlowEnabled: boolean }
const ids = clients.map((one) => ({ clientId: one.clientId, secret: one.secret }));
await kc.clients.create({ clientId: name, redirectUris: addresses, implicitFlowEnabled: implicit });
`,
    ],
    [
      'nothing of an application that only logs in there',
      'src/login.ts',
      "import Keycloak from 'keycloak-js';\nexport const sso = new Keycloak({ url, realm: 'shop', clientId: 'web', redirectUris: ['*'] });\n",
    ],
  ])('%s', async (_what, file, marked) => {
    const result = await found(file, marked);
    expect(result.found).toEqual(result.wanted);
  });

  it('reads what is cut off, nested without end or hostile', () => {
    for (const text of [
      '{"clientId":',
      '{"clientId": "a", "redirectUris": [',
      `${'{"clientId":'.repeat(5_000)}`,
      '{"clientId": "__proto__", "publicClient": {"__proto__": 1}}',
    ])
      expect(() => keycloakObjects(`/admin/realms ${text}`, 'a.py', true)).not.toThrow();
  });

  it('takes time in proportion to the text', async () => {
    await expectLinear('{"clientId": "a", "redirectUris": ["', 500, (size) => {
      const text = `/admin/realms ${'{"clientId": "a", "redirectUris": ["'.repeat(size)}`;
      return () => keycloakObjects(text, 'a.py', false);
    });
  });
});
