import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { reportSecret, severityOf } from './report.ts';

/** Names are split into words and values are judged: references, placeholders, prose, paths and identifiers are no secrets. */
export const assignedSecret = defineRule({
  id: 'secret/assigned-secret',
  meta: {
    title: 'Secret assigned in the text',
    category: 'secret',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['gitleaks:generic-api-key', 'CKV_SECRET_6', 'detect-secrets:keyword'],
    fix: 'suggestion',
    messages: { secret: 'A {what} is written here{name}{facts}{copies}. {remedy}' },
    docs: {
      what: 'A name that means a secret is given a literal value.',
      why: 'The value is known to everybody who can read the file and to everybody who ever will, and nobody can tell which of them used it.',
      remedy:
        'Change the value where it is used, then read it from the environment or a secret store. Nothing fills a reference in a Kubernetes Secret: seal the manifest (SOPS, Sealed Secrets), let an operator fetch the value (External Secrets), or have kustomize make the Secret of a file that is not committed. A value that is no secret is best given a name that does not say so.',
      bad: [
        { file: 'src/app.py', text: 'db_password = "«{{token:password}}»"\n' },
        { file: 'config/application.yml', text: 'spring:\n  datasource:\n    password: «{{token:password}}»\n' },
        {
          file: 'deploy/job.yaml',
          text: 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: app\n      env:\n        - name: SESSION_SECRET\n          value: «{{token:random-40}}»\n',
        },
      ],
      good: [
        { file: 'src/app.py', text: 'import os\ndb_password = os.environ["DB_PASSWORD"]\n' },
        { file: 'config/application.yml', text: 'spring:\n  datasource:\n    password: ${DB_PASSWORD}\n' },
        { file: 'i18n/de.json', text: '{ "password": "Passwort", "forgot_password": "Passwort vergessen?" }\n' },
      ],
      references: [
        'https://cwe.mitre.org/data/definitions/798.html',
        'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
      ],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) === 'assigned-secret')
        reportSecret(candidate, context, 'secret', severityOf(candidate, context.project.workspace.today));
    },
  },
});
