// Machines, functions, services and builds that run as a default service account of their project.
import { patternOf } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import type { Grant } from '../../server/engine/facts/types.ts';

/** A machine and the account it runs as: access scopes limit it, which is why it is a session. */
function defaultAccountOf(grant: Grant): { email: string; written: boolean } | undefined {
  const [principal] = grant.principals;
  if (grant.platform !== 'gcp' || grant.role !== 'session' || grant.enabled === 'no' || !principal || principal.id.kind === 'unknown')
    return undefined;
  const email = patternOf(principal.id);
  if (email === 'default') return { email, written: principal.id.at !== grant.carrier.head };
  return /(?:-compute@developer|@appspot)\.gserviceaccount\.com$/.test(email)
    ? { email: email.replaceAll('\0', '…'), written: true }
    : undefined;
}

/** What runs, in the words of a message. */
function runningAs(kind: string): string {
  return /function/i.test(kind)
    ? 'function'
    : /cloud_?run/i.test(kind)
      ? /job/i.test(kind)
        ? 'job'
        : 'service'
      : /build/i.test(kind)
        ? 'build'
        : 'machine';
}

const fullScope = /^(?:https:\/\/www\.googleapis\.com\/auth\/)?cloud-platform$/;

const fullScopeOf = (grant: Grant) => grant.actions.find((action) => fullScope.test(patternOf(action)));

const references = [
  'https://cloud.google.com/compute/docs/access/service-accounts#default_service_account',
  'https://cloud.google.com/iam/docs/best-practices-service-accounts#single-purpose',
  'https://cloud.google.com/build/docs/cloud-build-service-account-updates',
];

const instance = (account: string): string => `resource "google_compute_instance" "worker" {
  name         = "worker"
  machine_type = "e2-small"

${account}
}
`;

const own = instance(`  service_account {
    email  = "worker@acme-prod.iam.gserviceaccount.com"
    scopes = ["cloud-platform"]
  }`);

export const defaultServiceAccountFullScope = defineRule({
  id: 'gcp/default-service-account-full-scope',
  meta: {
    title: 'A machine that runs as the default service account with every scope',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI9:2025', 'NHI5:2025'],
    peers: ['CKV_GCP_31', 'CKV_GCP_32'],
    fix: 'none',
    whyNoFix: 'A service account of its own has to be made first, with the roles that the workload needs.',
    messages: {
      full: 'The machine runs as the default service account with the scope `{scope}`: it may do everything that account may, in most projects as an editor. Give it a service account of its own',
    },
    subsumes: ['gcp/default-service-account'],
    docs: {
      what: 'An instance, a template or a node pool with the default service account and the `cloud-platform` scope.',
      why: 'The default account is an editor in most projects. The scope takes the last limit away: whoever gets into the machine, or makes it fetch a URL, gets a token for the whole project.',
      remedy:
        'Make a service account for the workload, give it the roles it needs, and keep the `cloud-platform` scope: with an account of its own, IAM is the limit.',
      bad: [
        {
          file: 'infra/main.tf',
          text: instance(`  service_account {
    scopes = ["«cloud-platform»"]
  }`),
        },
      ],
      good: [{ file: 'infra/main.tf', text: own }],
      references,
    },
  },
  on: {
    grant(grant, context: RuleContext<'full'>) {
      const scope = defaultAccountOf(grant) && fullScopeOf(grant);
      if (scope) context.report({ at: scope.at, message: 'full', anchor: grant.anchor, data: { scope: patternOf(scope) } });
    },
  },
});

export const defaultServiceAccount = defineRule({
  id: 'gcp/default-service-account',
  meta: {
    title: 'A machine, function or build that runs as a default service account',
    category: 'admin',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI9:2025', 'NHI5:2025'],
    peers: ['CKV_GCP_30', 'CKV2_GCP_1', 'GCP-0044', 'GCP-0050'],
    fix: 'none',
    whyNoFix: 'A service account of its own has to be made first, with the roles that the workload needs.',
    messages: {
      unset:
        'No service account is named here, so this {what} runs as a default one of the project, which all others without a name share; give it one of its own',
      written:
        '`{email}` is the default service account, which everything without an account of its own shares; give this {what} a service account of its own',
    },
    docs: {
      what: 'An instance, a template, a node pool, a function, a service of Cloud Run or a trigger of Cloud Build that names no service account, or names the default one.',
      why: 'What the default account may do is decided once for all workloads of the project, so it is always too much for each of them, and a log line does not tell which one acted.',
      remedy: 'Make a service account for the workload and name it here.',
      bad: [
        {
          file: 'infra/main.tf',
          text: instance(`  service_account {
    email  = "«123456789012-compute@developer.gserviceaccount.com»"
    scopes = ["logging-write"]
  }`),
        },
      ],
      good: [{ file: 'infra/main.tf', text: own }],
      references,
    },
  },
  on: {
    grant(grant, context: RuleContext<'unset' | 'written'>) {
      const account = defaultAccountOf(grant);
      if (!account) return;
      context.report({
        at: account.written ? grant.principals[0]!.id.at : grant.carrier.head,
        message: account.written ? 'written' : 'unset',
        anchor: grant.anchor,
        data: { email: account.email, what: runningAs(grant.carrier.kind) },
      });
    },
  },
});
