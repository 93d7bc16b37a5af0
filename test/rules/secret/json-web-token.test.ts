import { at, python, ruleTester, typescript } from '../../support/rule-tester.ts';
import { jsonWebToken } from '../../../rules/secret/json-web-token.ts';

ruleTester(jsonWebToken, {
  valid: [
    typescript`
      const token = await fetchToken();
    `,
    {
      ...typescript`
      const anonymous = '{{token:supabase-anon-jwt}}';
    `,
      because: 'the role anon is made for browsers: secret/publishable-key says so',
    },
    {
      ...at('docs/jwt.md')`
      A token has three parts: eyJhbGciOi… and two more.
    `,
      because: 'the beginning of one is none',
    },
  ],
  invalid: [
    {
      ...typescript`
        const token = '«{{token:jwt}}»';
      `,
      message: 'never expires',
      severity: 'high',
      suggestions: ['const token = process.env.TOKEN!;\n'],
    },
    {
      ...python`
      api_token = "«{{token:jwt-expired}}»"
    `,
      message: 'expired 2020-09-13',
      severity: 'low',
      because: 'what is over opens nothing',
    },
    {
      ...typescript`
      const admin = '«{{token:supabase-service-jwt}}»';
    `,
      message: 'role service_role',
    },
  ],
});
