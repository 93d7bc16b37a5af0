import { ruleTester, typescript } from '../../support/rule-tester.ts';
import { publishableKey } from '../../../rules/secret/publishable-key.ts';

ruleTester(publishableKey, {
  valid: [typescript`
    const stripe = Stripe(import.meta.env.VITE_STRIPE_KEY);
  `, { ...typescript`
    const stripe = Stripe('pk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxx');
  `, because: 'a placeholder of what is no secret' }],
  invalid: [
    { ...typescript`
      const stripe = Stripe('«{{token:stripe-publishable-key}}»');
    `, severity: 'info' },
    { ...typescript`
      export const anonymous = '«{{token:supabase-anon-jwt}}»';
    `, message: 'role anon' },
  ],
});
