import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { at, dotenv, ruleTester, typescript } from '../../support/rule-tester.ts';
import { privateKey } from '../../../rules/secret/private-key.ts';

const test = (index: number) => `lib/test/keys/${index}.pem`;
const cut = fillTokens('{{token:rsa-private-key}}').replace(/\n[^\n]{64}(?=\n)/, '');

ruleTester(privateKey, {
  valid: [
    {
      ...at('src/pem.ts')`
      const header = '-----BEGIN PRIVATE KEY-----';
      const footer = '-----END PRIVATE KEY-----';
    `,
      because: 'constants of a parser are no key',
    },
    {
      ...at('docs/keys.md')`
      -----BEGIN PRIVATE KEY-----
      ...
      -----END PRIVATE KEY-----
    `,
      because: 'dots stand for a key',
    },
    {
      ...at('deploy/id.txt')`
      {{token:encrypted-private-key}}
    `,
      because: 'a key behind a passphrase is not in the open',
    },
    {
      ...at('deploy/id.pub')`
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA
      -----END PUBLIC KEY-----
    `,
      because: 'a public key',
    },
  ],
  invalid: [
    {
      ...at('shared/cert.go')`
      var testKeyPEMBlock = []byte(${'`'}«{{token:rsa-private-key}}»${'`'})
    `,
      message: 'a variable for tests',
      severity: 'medium',
    },
    {
      ...at('deploy/id.txt')`
      «{{token:openssh-private-key}}»
    `,
      message: 'comment deploy@host',
      severity: 'critical',
    },
    {
      file: 'deploy/key.xml',
      text: '<RSAKeyValue><Exponent>AQAB</Exponent><D>«{{token:random-40}}{{token:random-40:2}}»</D></RSAKeyValue>\n',
      severity: 'critical',
      because: 'a key of .NET is a key',
    },
    {
      ...at('lib/test/keys/server.pem')`
      «{{token:rsa-private-key}}»
    `,
      message: 'stands in a test folder and nowhere else',
      severity: 'low',
      because: 'a suite keeps keys that open nothing',
    },
    {
      file: 'lib/test/keys/cut.pem',
      text: `«${cut}»\n`,
      message: 'is written here. It stands in a test folder and nowhere else',
      severity: 'low',
      because: 'a broken key among tests is no worse than a whole one',
    },
    {
      file: 'lib/test/keys/server.pem',
      text: '«{{token:rsa-private-key}}»\n',
      beside: {
        ...Object.fromEntries(Array.from({ length: 25 }, (_, index) => [test(index), '{{token:rsa-private-key}}\n'])),
        'zone/server.pem': '{{token:rsa-private-key}}\n',
      },
      message: 'also in 26 other files. Rotate it first',
      because: 'behind many copies for tests one is deployed',
    },
    {
      ...at('lib/examples/server.pem')`
      «{{token:rsa-private-key}}»
    `,
      message: 'Rotate it first',
      severity: 'high',
      because: 'examples are run and copied',
    },
    {
      ...at('deploy/rsa.txt')`
      «{{token:rsa-private-key}}»
    `,
      message: 'RSA, 2048 bits',
    },
    {
      ...typescript`
        const key = "«{{token:private-key-escaped}}»";
      `,
      message: 'Ed25519',
      suggestions: ['const key = process.env.KEY!;\n'].map((text) => text.replace('KEY', 'PRIVATE_KEY')),
    },
    {
      ...dotenv`
      TLS_KEY=«{{token:private-key-base64}}»
    `,
      message: 'in base64',
    },
    {
      ...at('k8s/secret.yaml')`
      apiVersion: v1
      kind: Secret
      data:
        tls.key: «{{token:private-key-base64}}»
    `,
      because: 'base64 under data of a Secret hides nothing',
    },
  ],
});
