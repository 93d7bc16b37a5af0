import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { reportSecret, severityOf } from './report.ts';

/** What the claims say decides how bad it is: expired is low, for anonymous clients is publishable. */
export const jsonWebToken = defineRule({
  id: 'secret/json-web-token',
  meta: {
    title: 'Signed token (JWT) in the text',
    category: 'secret',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['gitleaks:jwt', 'detect-secrets:jwt'],
    fix: 'suggestion',
    messages: { token: '{what} is written here{name}{facts}{copies}. {remedy}' },
    docs: {
      what: 'A JSON Web Token with a signature is written into a file.',
      why: 'The bearer of a signed token is believed without a question until the token expires, and many never do. The claims tell who issued it, for whom, and for how long.',
      remedy: 'Revoke the session or rotate the signing key at the issuer, and fetch tokens at run time.',
      bad: [
        { file: 'tests/smoke.sh', text: 'TOKEN="«{{token:jwt}}»"\n' },
        { file: 'src/api.py', text: 'api_token = "«{{token:jwt-expired}}»"\n' },
      ],
      good: [{ file: 'tests/smoke.sh', text: 'TOKEN="$(fetch-token)"\n' }],
      references: ['https://www.rfc-editor.org/rfc/rfc7519'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) === 'json-web-token')
        reportSecret(candidate, context, 'token', severityOf(candidate, context.project.workspace.today));
    },
  },
});
