import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { reportSecret, severityOf } from './report.ts';

/** User information in addresses of every scheme; placeholders, references and hosts of examples are told apart. */
export const urlPassword = defineRule({
  id: 'secret/url-password',
  meta: {
    title: 'Password in an address',
    category: 'secret',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['detect-secrets:basic_auth', 'secretlint:basicauth'],
    fix: 'suggestion',
    messages: { password: '{what} is written here{name}{facts}{copies}. {remedy}' },
    docs: {
      what: 'An address holds a user name and a password, or a token in place of the user.',
      why: 'A password in an address is logged by proxies, shells and error reports, and connection strings are copied from file to file with it.',
      remedy:
        'Change the password, then build the address at run time from a host and a secret, or use the database\u2019s identity login.',
      bad: [
        { file: 'src/db.js', text: "const uri = 'postgres://app:«{{token:password}}»@db.internal.acme.io:5432/app';\n" },
        {
          file: 'docker-compose.yml',
          text: 'services:\n  api:\n    environment:\n      DATABASE_URL: mysql://app:«{{token:password}}»@db.acme.io/app\n',
        },
      ],
      good: [
        { file: 'src/db.js', text: 'const uri = `postgres://app:${process.env.DB_PASSWORD}@db.internal.acme.io:5432/app`;\n' },
        {
          file: 'docker-compose.yml',
          text: 'services:\n  api:\n    environment:\n      DATABASE_URL: mysql://app:${DB_PASSWORD}@db.acme.io/app\n',
        },
      ],
      references: ['https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) === 'url-password')
        reportSecret(
          candidate,
          context,
          'password',
          candidate.placeholder ? 'info' : severityOf(candidate, context.project.workspace.today),
        );
    },
  },
});
