import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';

const partners = (file: string, source: string) => {
  const text = fillTokens(source);
  return scanSecrets(createDocument(file, text)).flatMap((one) =>
    (one.partners ?? []).map(({ at, what }) => `${text.slice(...at.span)}: ${what}`),
  );
};

describe('the other half of a credential', () => {
  it.each([
    [
      '.env',
      'AZURE_CLIENT_ID=3f2a9c1e-7b4d-4e8a-9c1d-2b3a4c5d6e7f\nAZURE_TENANT_ID=9c1d2b3a-7b4d-4e8a-9c1d-2b3a4c5d6e7f\nAZURE_CLIENT_SECRET={{token:random-40}}\n',
      [
        '3f2a9c1e-7b4d-4e8a-9c1d-2b3a4c5d6e7f: the client that this secret belongs to',
        '9c1d2b3a-7b4d-4e8a-9c1d-2b3a4c5d6e7f: the tenant of this client',
      ],
    ],
    [
      '.env',
      'TWILIO_ACCOUNT_SID=ACaaa\nTWILIO_AUTH_TOKEN={{token:twilio-auth-token}}\n',
      ['ACaaa: the account that this token belongs to'],
    ],
    [
      'a.yaml',
      'algolia:\n  app_id: Q1W2E3\n  api_key: {{token:algolia-key}}\nother:\n  app_id: NOTTHIS\n',
      ['Q1W2E3: the application of this key'],
    ],
    ['a.json', '{"smtp":{"username":"mailer","password":"{{token:password}}"}}', ['mailer: the user of this password']],
    ['a.yaml', 'db:\n  auth:\n    username: app\ncache:\n  password: {{token:password}}\n', []],
    ['a.yaml', 'db:\n  - username: app\n    mode: a\n    password: {{token:password}}\n', ['app: the user of this password']],
    ['a.yaml', 'db:\n  - username: app\n  - password: {{token:password}}\n', []],
    ['a.json', '{"smtp":{"username":"mailer"},"cache":{"password":"{{token:password}}"}}', []],
    ['a.json', '{"username":"mailer","tls":{"mode":"on"},"password":"{{token:password}}"}', ['mailer: the user of this password']],
    ['a.ts', "connect({ user: 'app', password: '{{token:password}}' });\n", ['app: the user of this password']],
  ])('%s %s', (file, text, expected) => expect(partners(file, text)).toEqual(expected));

  it('is none of another service, and none that stands far away', () => {
    expect(partners('.env', 'GOOGLE_CLIENT_ID=abc\nAZURE_CLIENT_SECRET={{token:random-40}}\n')).toEqual([]);
    expect(partners('.env', `AZURE_CLIENT_ID=abc\n${'# filler\n'.repeat(100)}AZURE_CLIENT_SECRET={{token:random-40}}\n`)).toEqual([]);
  });
});
