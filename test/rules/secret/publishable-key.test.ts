import { ruleTester, typescript } from '../../support/rule-tester.ts';
import { publishableKey } from '../../../rules/secret/publishable-key.ts';

ruleTester(publishableKey, {
  valid: [
    typescript`
    const stripe = Stripe(import.meta.env.VITE_STRIPE_KEY);
  `,
    {
      ...typescript`
    const stripe = Stripe('pk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxx');
  `,
      because: 'a placeholder of what is no secret',
    },
  ],
  invalid: [
    {
      ...typescript`
      const page = 'https://files.s3.amazonaws.com/a.tgz?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=«{{token:aws-access-key-id}}»%2F20190509%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Expires=300';
    `,
      severity: 'info',
      message: 'of a signed address',
      because: 'whoever gets the address reads the id',
    },
    {
      ...typescript`
      const stripe = Stripe('«{{token:stripe-publishable-key}}»');
    `,
      severity: 'info',
    },
    {
      ...typescript`
      export const anonymous = '«{{token:supabase-anon-jwt}}»';
    `,
      message: 'role anon',
    },
  ],
});
