import { at, ruleTester, type InvalidCase } from '../../support/rule-tester.ts';
import { malformedToken } from '../../../rules/secret/malformed-token.ts';

// Written in two parts, so that no token-shaped text lies in the repository.
const changed = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;

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
    { file: 'src/a.ts', text: `const value = '«${changed}»';\n`, message: 'checksum does not fit', severity: 'low' },
    { file: 'README.md', text: `Use \`«ghp_${'x'.repeat(36)}»\` here.\n`, message: 'made to be replaced', severity: 'info' },
  ],
} satisfies { valid: unknown[]; invalid: InvalidCase[] } as never);
