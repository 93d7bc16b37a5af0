import { at, ruleTester, type InvalidCase } from '../../support/rule-tester.ts';
import { malformedToken } from '../../../rules/secret/malformed-token.ts';

ruleTester(malformedToken, {
  valid: [
    at('a.md')`
      Export GITHUB_TOKEN first.
    `,
    { ...at('src/a.ts')`
      const token = '{{token:github-pat}}';
    `, because: 'a checksum that fits belongs to secret/provider-token' },
    { ...at('src/a.ts')`
      const ghp_handler_for_things = 1;
    `, because: 'an identifier' },
  ],
  invalid: [
    { file: 'src/a.ts', text: `const value = '«{{token:malformed-github-pat}}»';\n`, message: 'checksum does not fit', severity: 'low' },
    { file: 'README.md', text: `Use \`«{{token:placeholder-github-pat}}»\` here.\n`, message: 'made to be replaced', severity: 'info' },
  ],
} satisfies { valid: unknown[]; invalid: InvalidCase[] } as never);
