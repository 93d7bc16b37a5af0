import { ruleTester, typescript } from '../../support/rule-tester.ts';
import { testCredential } from '../../../rules/secret/test-credential.ts';

ruleTester(testCredential, {
  valid: [
    typescript`
    const stripe = new Stripe(process.env.STRIPE_KEY);
  `,
    {
      ...typescript`
    const stripe = new Stripe('{{token:stripe-live-key}}');
  `,
      because: 'the live key is a matter of secret/provider-token',
    },
  ],
  invalid: [
    {
      ...typescript`
      const stripe = new Stripe('«{{token:stripe-test-key}}»');
    `,
      message: 'opens a sandbox',
      severity: 'low',
      suggestions: ['const stripe = new Stripe(process.env.STRIPE_TEST_KEY!);\n'],
    },
  ],
});
