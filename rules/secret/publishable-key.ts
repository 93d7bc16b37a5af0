import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { reportSecret } from './report.ts';

/** Information, with the reason, instead of an alarm. */
export const publishableKey = defineRule({
  id: 'secret/publishable-key',
  meta: {
    title: 'Publishable key in the text',
    category: 'secret',
    severity: 'info',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'A publishable key may stay where it is.',
    messages: {
      key: '{what} is written here{name}{facts}. It is made to be public: the provider tells clients apart by it and protects nothing with it',
    },
    docs: {
      what: 'A key that its provider means to be public is written into a file.',
      why: 'Nothing is leaked by it. It is said so that nobody takes it for a secret, and because the secret key of the same account is often kept beside it.',
      remedy: 'Nothing has to be done. Where the provider allows it, limit the key to the origins that may use it.',
      bad: [{ file: 'web/pay.ts', text: "const stripe = Stripe('«{{token:stripe-publishable-key}}»');\n" }],
      good: [{ file: 'web/pay.ts', text: 'const stripe = Stripe(import.meta.env.VITE_STRIPE_KEY);\n' }],
      references: ['https://docs.stripe.com/keys', 'https://supabase.com/docs/guides/api/api-keys'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) === 'publishable-key') reportSecret(candidate, context, 'key', 'info');
    },
  },
});
