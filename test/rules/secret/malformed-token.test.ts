import { at, ruleTester, type InvalidCase } from '../../support/rule-tester.ts';
import { malformedToken } from '../../../rules/secret/malformed-token.ts';

ruleTester(malformedToken, {
  valid: [
    at('a.md')`
      Export GITHUB_TOKEN first.
    `,
    {
      ...at('src/a.ts')`
      const token = '{{token:github-pat}}';
    `,
      because: 'a checksum that fits belongs to secret/provider-token',
    },
    {
      ...at('src/a.ts')`
      const ghp_handler_for_things = 1;
    `,
      because: 'an identifier',
    },
  ],
  invalid: [
    { file: 'src/a.ts', text: `const value = '«{{token:malformed-github-pat}}»';\n`, message: 'checksum does not fit', severity: 'low' },
    { file: 'README.md', text: `Use \`«{{token:placeholder-github-pat}}»\` here.\n`, message: 'made to be replaced', severity: 'info' },
    {
      file: 'src/b.ts',
      text: `const token = '«{{token:malformed-github-pat}}0»';\n`,
      message: 'its length or its characters do not fit',
      severity: 'low',
    },
    {
      file: 'docs/keys.txt',
      text: `«-----BEGIN ${'RSA PRIVATE'} KEY-----\nMIIEow...\n-----END ${'RSA PRIVATE'} KEY-----»\n`,
      message: 'it was cut, changed or made up',
      severity: 'info',
      because: 'its author left the key out, and in documentation that is a step milder still',
    },
    {
      file: 'nuget.config',
      text: '<configuration><packageSourceCredentials><A><add key="ClearTextPassword" value="«33f!!lloppa»" /></A></packageSourceCredentials></configuration>\n',
      message: 'printed in the reference of nuget.config',
      severity: 'info',
    },
    {
      file: 'grafana.ini',
      text: `;secret_key = «SW2YcwTIb9${'zpOOhoPsMm'}»\n`,
      message: 'printed in the settings that Grafana comes with',
      severity: 'info',
    },
    {
      file: 'src/c.ts',
      text: `const token = '«ghp_${'Zz'.repeat(18)}»';\n`,
      message: 'made to be replaced',
      severity: 'low',
      because: 'made up with characters that nobody fills with, so that it may be one that was blackened',
    },
  ],
} satisfies { valid: unknown[]; invalid: InvalidCase[] } as never);
