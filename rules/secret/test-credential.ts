import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { reportSecret } from './report.ts';

/** A step below the live credential of the same provider. */
export const testCredential = defineRule({
  id: 'secret/test-credential',
  meta: {
    title: 'Credential of a sandbox in the text',
    category: 'secret',
    severity: 'low',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['gitleaks:stripe-access-token'],
    fix: 'suggestion',
    messages: {
      token:
        '{what} is written here{name}{facts}{copies}. It opens a sandbox and no live data; a live one in its place would be read by everybody who reads the file. {remedy}',
    },
    docs: {
      what: 'A credential that is marked as one for tests by its provider is written into a file.',
      why: 'A sandbox key does little harm, but it shows how the live one is handled: the same line holds it in the next environment.',
      remedy: 'Read it from the environment as well, so that test and live are configured the same way.',
      bad: [{ file: 'src/pay.ts', text: "export const stripe = new Stripe('«{{token:stripe-test-key}}»');\n" }],
      good: [{ file: 'src/pay.ts', text: 'export const stripe = new Stripe(process.env.STRIPE_KEY);\n' }],
      references: ['https://docs.stripe.com/keys'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) === 'test-credential') reportSecret(candidate, context, 'token', 'low');
    },
  },
});
