// Package scripts that run in a job which may ask for OIDC tokens, before it logs in.
import { takesOidcToken } from '../../server/engine/facts/github/cloud-login.ts';
import { effectivePermissions, writtenScopes } from '../../server/engine/facts/github/token.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const idTokenWithUntrustedCode = defineRule({
  id: 'github/id-token-with-untrusted-code',
  meta: {
    title: "Packages install next to the right to use the repository's identity",
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The job has to be split in two, with an artifact between them.',
    messages: {
      default:
        '`{command}` runs the scripts of packages in a job with `id-token: write`: each of them can ask for a token in the name of this repository; build in a job without it and hand over an artifact',
    },
    docs: {
      what: 'A package manager that runs install scripts, in a job with `id-token: write` that logs in or publishes later.',
      why: 'The scope holds for the whole job, not from the login on. An install script of any dependency can take the identity that only the last step was meant to have.',
      remedy: 'Build and test in one job, upload the result, and log in or publish in another that only downloads it.',
      bad: [
        {
          file: '.github/workflows/release.yml',
          text: `on: { release: { types: [published] } }
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: npm
    permissions:
      id-token: write
    steps:
      - run: «npm ci»
      - run: npm publish
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/release.yml',
          text: `on: { release: { types: [published] } }
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: npm
    permissions:
      id-token: write # needed by npm publish
    steps:
      - run: npm ci --ignore-scripts
      - run: npm publish
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/oidc'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (!writtenScopes(effectivePermissions(job, workflow)).includes('id-token')) return;
      const login = job.steps.findIndex((step) => takesOidcToken(step));
      if (login < 0) return;
      for (const step of job.steps.slice(0, login + 1)) {
        for (const line of step.lines) {
          const match = installs.exec(line.text);
          if (!match || /--ignore-scripts\b|--only-binary/.test(line.text)) continue;
          context.report({
            at: placeOfMatch(line, match),
            message: 'default',
            data: { command: match[0] },
            anchor: `${job.anchor}|install`,
          });
          return;
        }
      }
    },
  },
});

/** Package managers that run code of the packages while they install, unless told not to. */
const installs =
  /(?<![\w./-])(?:npm\s+(?:ci|install|i)|yarn(?:\s+install)?(?=\s*$|\s+--)|pip3?\s+install(?!\s+--upgrade\s+pip\s*$)|bundle\s+install|composer\s+install)\b/;
