// A script fetched and run in one breath, in a step that holds an identity. Nobody sees what came down that day.
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { secretsIn } from '../../server/engine/facts/github/expression-paths.ts';
import { commandsOf, placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const remoteScriptWithIdentity = defineRule({
  id: 'github/remote-script-with-identity',
  meta: {
    title: 'Fetched script runs with an identity',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['poutine unverified_script_exec'],
    fix: 'none',
    whyNoFix: 'The digest of what the server gives out is not in the file.',
    messages: {
      default:
        'This runs whatever `{host}` answers on the day, with {identity}; fetch it, compare its digest, then run it, or do so in a job that holds nothing',
    },
    docs: {
      what: '`curl … | bash` and its like, in a step that is handed a secret, after a cloud login, or with a token that writes.',
      why: 'Whoever takes over the server, its name or its bucket runs code with the identity, in every run from that moment on, as happened to the uploader of Codecov in 2021. No commit shows it.',
      remedy:
        'Fetch a file of a named version, compare its digest with one that is written here, and run it then. Better, install tools in a job without secrets.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: «curl -sSL https://get.example.com/install.sh | bash»
        env:
          DEPLOY_TOKEN: \${{ secrets.DEPLOY_TOKEN }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: |
          curl -sSLo tool https://get.example.com/v1.2.3/tool
          echo "$DIGEST  tool" | sha256sum -c
          ./tool deploy
        env:
          DIGEST: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
          DEPLOY_TOKEN: \${{ secrets.DEPLOY_TOKEN }}
`,
        },
      ],
      references: ['https://about.codecov.io/security-update/', 'https://docs.github.com/en/actions/reference/security/secure-use'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      if (!job) return;
      for (const line of commandsOf(step.lines)) {
        const match = piped.exec(line.text) ?? substituted.exec(line.text) ?? expressed.exec(line.text);
        const host = match && /https?:\/\/([\w.-]+)/.exec(match[0])?.[1];
        if (!match || !host) continue;
        const identity = identityIn(step, job, workflow);
        if (identity !== '')
          context.report({
            at: placeOfMatch(line, match),
            message: 'default',
            data: { host, identity },
            anchor: `${step.anchor}|remote-script`,
          });
        return;
      }
    },
  },
});

/** `curl … URL … | sh`, with an interpreter right behind the pipe. Bounded, so that a long line costs no more than its length. */
const piped =
  /\b(?:curl|wget|irm|iwr|Invoke-(?:WebRequest|RestMethod))\b[^|;&\n]{0,400}?https?:\/\/[^|;&\n]{1,400}\|\s*(?:sudo\s+(?:-\S+\s+)?)?(?:ba|z|da)?sh\b(?:[^|;&\n]{0,200})|\b(?:irm|iwr)\b[^|\n]{0,300}https?:\/\/[^|\n]{1,300}\|\s*iex\b|\bcurl\b[^|;&\n]{0,400}?https?:\/\/[^|;&\n]{1,400}\|\s*(?:sudo\s+)?(?:python3?|node|perl|ruby)\b(?:\s+-)?/i;
/** `bash <(curl URL)`, `sh -c "$(curl URL)"`, `eval "$(curl URL)"`, `source <(curl URL)`. */
const substituted =
  /(?:\b(?:ba|z|da)?sh\s+(?:-\S+\s+){0,3}["']?|\b(?:eval|source)\s+["']?|(?<![^\s;&|])\.\s+["']?)(?:<|\$)\(\s*(?:curl|wget)\b[^)\n]{0,400}\)/i;
/** `iex ((New-Object Net.WebClient).DownloadString('URL'))`, `Invoke-Expression (irm URL)`, `iex "& { $(irm URL) }"`. */
const expressed =
  /\b(?:iex|Invoke-Expression)\b[^\n|;]{0,80}?(?:\.DownloadString\(\s*["']https?:\/\/[^"')\n]{1,300}["']\s*\)|\b(?:irm|iwr|Invoke-(?:WebRequest|RestMethod))\b[^|;\n)]{0,100}?https?:\/\/[^\s"')|;]{1,300})/i;

function identityIn(step: WorkflowStep, job: WorkflowJob, workflow: Workflow): string {
  const handed = [...step.expressions, ...job.expressions, ...workflow.expressions]
    .filter((one) => one.where === 'env')
    .flatMap((one) => secretsIn(one.tree))
    .filter((name): name is string => name !== undefined && name.toUpperCase() !== 'GITHUB_TOKEN');
  const reach = jobReach(job, workflow);
  // Secrets of other steps are not in the environment of this one; a login and the token of the job are.
  return describeReach({
    ...reach,
    logins: reach.logins.filter((login) => login.step.index < step.index),
    secrets: [...new Set(handed.map((name) => name.toUpperCase()))].sort(),
    allSecrets: false,
    selfHosted: false,
  });
}
