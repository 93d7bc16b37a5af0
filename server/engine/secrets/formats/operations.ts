// Credentials of databases, observability, CI and developer tools. Gathered in November 2026.
import type { ProviderFormats } from './format.ts';

export const operations: readonly ProviderFormats[] = [
  {
    provider: 'Confluent',
    instead: 'OAuth identity pools',
    formats: [{ id: 'confluent-secret', title: 'API secret', shape: 'cflt{b64:60}', check: 'crc32-base64-le', risk: 'write' }],
  },
  {
    provider: 'MongoDB Atlas',
    instead: 'OIDC workload identity',
    formats: [{ id: 'mongodb-account-secret', title: 'service account secret', shape: 'mdb_sa_sk_{b64u:40}', risk: 'full' }],
  },
  { provider: 'Neon', formats: [{ id: 'neon-key', title: 'API key', shape: 'napi_{an:64}', risk: 'full' }] },
  {
    provider: 'Supabase',
    revoke: 'https://supabase.com/docs/guides/api/api-keys',
    formats: [
      { id: 'supabase-secret-key', title: 'secret key', shape: 'sb_secret_{b64u:22}_{b64u:8}', risk: 'full' },
      {
        id: 'supabase-publishable-key',
        title: 'publishable key',
        shape: 'sb_publishable_{b64u:22}_{b64u:8}',
        kind: 'publishable',
        risk: 'none',
      },
      { id: 'supabase-token', title: 'personal access token', shape: ['sbp_{hex:40}', 'sbp_v0_{hex:40}'], risk: 'full' },
    ],
  },
  {
    provider: 'PlanetScale',
    revoke: 'https://planetscale.com/docs/concepts/service-tokens',
    formats: [
      { id: 'planetscale-password', title: 'password', shape: 'pscale_pw_{b64u+.=:32-64}', risk: 'full' },
      { id: 'planetscale-token', title: 'service token', shape: 'pscale_tkn_{b64u+.=:32-64}', risk: 'full' },
      { id: 'planetscale-oauth-token', title: 'OAuth token', shape: 'pscale_oauth_{b64u+.=:32-64}', risk: 'full' },
    ],
  },
  { provider: 'CockroachDB', formats: [{ id: 'cockroach-key', title: 'Cloud API key', shape: 'CCDB1_{an:22}_{an:40}', risk: 'full' }] },
  { provider: 'Tinybird', formats: [{ id: 'tinybird-token', title: 'token', shape: 'p.eyJ{b64u+.:60-300}', risk: 'write' }] },
  { provider: 'ClickHouse', formats: [{ id: 'clickhouse-secret', title: 'Cloud API secret', shape: '4b1d{an:38}', risk: 'full' }] },
  { provider: 'Elastic', formats: [{ id: 'elastic-key', title: 'Cloud API key', shape: 'essu_{b64+=:88-96}', risk: 'full' }] },
  { provider: 'DataStax', formats: [{ id: 'datastax-token', title: 'Astra token', shape: 'AstraCS:{an:24}:{hex:64}', risk: 'full' }] },
  { provider: 'Aiven', formats: [{ id: 'aiven-password', title: 'service password', shape: 'AVNS_{b64u:19}', risk: 'full' }] },
  {
    provider: 'Grafana',
    revoke: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
    formats: [
      {
        id: 'grafana-service-account',
        title: 'service account token',
        shape: 'glsa_{an:32}_{hexi:8}',
        check: 'crc32-hex-le-prefixed',
        risk: 'full',
      },
      {
        id: 'grafana-cloud-token',
        title: 'Cloud access policy token',
        shape: 'glc_{b64+=:30-400}',
        decode: 'grafana-cloud',
        risk: 'write',
      },
      { id: 'grafana-key', title: 'API key', shape: 'eyJrIjoi{b64+=:60-400}', decode: 'grafana-key', risk: 'full' },
    ],
  },
  {
    provider: 'Sentry',
    revoke: 'https://docs.sentry.io/account/auth-tokens/',
    formats: [
      {
        id: 'sentry-org-token',
        title: 'organization auth token',
        shape: 'sntrys_eyJ{b64+=:60-400}_{b64:43}',
        decode: 'sentry',
        risk: 'write',
      },
      { id: 'sentry-user-token', title: 'user auth token', shape: 'sntryu_{hex:64}', risk: 'write' },
      { id: 'sentry-app-token', title: 'integration token', shape: 'sntry{i|a}_{hex:64}', risk: 'write' },
      {
        id: 'sentry-dsn',
        title: 'DSN',
        shape: ['https://{hex:32}@o{d:1-10}.ingest.', 'https://{hex:32}@sentry.io/'],
        kind: 'publishable',
        risk: 'none',
      },
    ],
  },
  {
    provider: 'Datadog',
    revoke: 'https://docs.datadoghq.com/account_management/api-app-keys/',
    formats: [
      {
        id: 'datadog-client-token',
        title: 'client token',
        shape: 'pub{hex:32}',
        near: ['datadog', 'dd', 'rum', 'clienttoken'],
        kind: 'publishable',
        risk: 'none',
      },
    ],
  },
  {
    provider: 'New Relic',
    revoke: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    formats: [
      { id: 'newrelic-user-key', title: 'user API key', shape: ['NRAK-{UAN:27}', 'NRAK-{lan:27}'], risk: 'full' },
      { id: 'newrelic-license-key', title: 'ingest license key', shape: '{hex:36}NRAL', risk: 'ingest' },
      { id: 'newrelic-browser-key', title: 'browser key', shape: 'NRJS-{hex:19}', kind: 'publishable', risk: 'none' },
      { id: 'newrelic-insert-key', title: 'insert or query key', shape: ['NRII-{b64u:32}', 'NRIQ-{b64u:32}'], risk: 'ingest' },
      { id: 'newrelic-admin-key', title: 'admin key', shape: ['NRRA-{hex:27-42}', 'NRAA-{hex:27-42}'], risk: 'full' },
    ],
  },
  { provider: 'StackHawk', formats: [{ id: 'stackhawk-key', title: 'API key', shape: 'hawk.{b64u:20}.{b64u:20}', risk: 'write' }] },
  {
    provider: 'Dynatrace',
    instead: 'OAuth clients',
    formats: [
      { id: 'dynatrace-token', title: 'API token', shape: ['dt0{c|s}{d:2}.{an:24}.{an:64}', 'dt0s{d:2}.{UAN:8}.{UAN:64}'], risk: 'full' },
    ],
  },
  { provider: 'Honeycomb', formats: [{ id: 'honeycomb-key', title: 'key', shape: 'hc{a|b}ik_{lan:58-64}', risk: 'ingest' }] },
  { provider: 'Rootly', formats: [{ id: 'rootly-key', title: 'API key', shape: 'rootly_{hex:64}', risk: 'full' }] },
  {
    provider: 'PostHog',
    revoke: 'https://posthog.com/docs/api',
    formats: [
      { id: 'posthog-personal-key', title: 'personal API key', shape: 'phx_{b64u:43-49}', risk: 'full' },
      { id: 'posthog-flags-key', title: 'feature flags secure key', shape: 'phs_{b64u:43-44}', risk: 'read' },
      { id: 'posthog-project-key', title: 'project key', shape: 'phc_{b64u:43-44}', kind: 'publishable', risk: 'none' },
    ],
  },
  { provider: 'Segment', formats: [{ id: 'segment-token', title: 'Public API token', shape: 'sgp_{an:64}', risk: 'full' }] },
  {
    provider: 'LaunchDarkly',
    formats: [
      { id: 'launchdarkly-token', title: 'access token', shape: 'api-{uuid}', risk: 'full' },
      { id: 'launchdarkly-sdk-key', title: 'SDK key', shape: 'sdk-{uuid}', risk: 'read' },
      { id: 'launchdarkly-mobile-key', title: 'mobile key', shape: 'mob-{uuid}', kind: 'publishable', risk: 'none' },
    ],
  },
  {
    provider: 'ConfigCat',
    formats: [{ id: 'configcat-key', title: 'SDK key', shape: 'configcat-sdk-1/{b64u:22}/{b64u:22}', risk: 'read' }],
  },
  { provider: 'Unleash', formats: [{ id: 'unleash-token', title: 'admin token', shape: '*:*.{hex:56-64}', risk: 'full' }] },
  {
    provider: 'CircleCI',
    instead: 'OIDC tokens in jobs',
    revoke: 'https://circleci.com/docs/managing-api-tokens/',
    formats: [
      { id: 'circleci-token', title: 'personal token', shape: 'CCIPAT_{an:22}_{hex:40}', risk: 'full' },
      { id: 'circleci-project-token', title: 'project token', shape: 'CCIPRJ_{an:22}_{hex:40}', risk: 'write' },
    ],
  },
  {
    provider: 'Buildkite',
    instead: 'OIDC',
    formats: [
      { id: 'buildkite-token', title: 'API access token', shape: 'bkua_{hex:40-53}', risk: 'full' },
      { id: 'buildkite-agent-token', title: 'agent or cluster token', shape: 'bk{aa|ct|aj|ar|pt|ps|pat}_{b64u:54-333}', risk: 'write' },
    ],
  },
  {
    provider: 'TeamCity',
    formats: [{ id: 'teamcity-token', title: 'access token', shape: 'eyJ0eXAiOiAiVENWMiJ9.{b64u:36}.{b64u:48}', risk: 'full' }],
  },
  {
    provider: 'Harness',
    formats: [
      {
        id: 'harness-token',
        title: 'access token',
        shape: ['pat.{b64u:22}.{an:24}.{an:20}', 'sat.{b64u:22}.{an:24}.{an:20}'],
        risk: 'full',
      },
    ],
  },
  { provider: 'Octopus Deploy', formats: [{ id: 'octopus-key', title: 'API key', shape: 'API-{UAN:25-30}', risk: 'full' }] },
  { provider: 'Infracost', formats: [{ id: 'infracost-key', title: 'API key', shape: 'ico-{an:32}', risk: 'read' }] },
  { provider: 'SonarQube', formats: [{ id: 'sonar-token', title: 'token', shape: 'sq{u|p|a}_{hex:40}', risk: 'write' }] },
  {
    provider: 'Snyk',
    instead: 'OAuth service accounts',
    formats: [{ id: 'snyk-token', title: 'token', shape: 'snyk_{u|s}at.{b64u+.:60-200}', risk: 'full' }],
  },
  { provider: 'Endor Labs', formats: [{ id: 'endor-key', title: 'API key', shape: 'endr+{an:16}', risk: 'full' }] },
  { provider: 'Contentful', formats: [{ id: 'contentful-pat', title: 'personal access token', shape: 'CFPAT-{b64u:43}', risk: 'full' }] },
  { provider: 'ReadMe', formats: [{ id: 'readme-key', title: 'API key', shape: 'rdme_{lan:70}', risk: 'write' }] },
  {
    provider: 'Mapbox',
    instead: 'temporary tokens',
    revoke: 'https://docs.mapbox.com/help/troubleshooting/how-to-use-mapbox-securely/',
    formats: [
      { id: 'mapbox-secret-token', title: 'secret token', shape: 'sk.eyJ{b64u:50-110}.{b64u:22}', decode: 'mapbox', risk: 'write' },
      {
        id: 'mapbox-public-token',
        title: 'public token',
        shape: ['pk.eyJ{b64u:50-110}.{b64u:22}', 'pk.{lan:60}.{lan:22}'],
        decode: 'mapbox',
        kind: 'publishable',
        risk: 'none',
      },
    ],
  },
  { provider: 'MaxMind', formats: [{ id: 'maxmind-key', title: 'license key', shape: '{an:6}_{an:29}_mmk', risk: 'read' }] },
  {
    provider: 'Apify',
    formats: [{ id: 'apify-token', title: 'API token', shape: 'apify_api_{an:36}', check: 'crc32-base62-lower-first', risk: 'write' }],
  },
  {
    provider: 'SaladCloud',
    formats: [
      { id: 'salad-key', title: 'API key', shape: 'salad_cloud_{lower:3-20}_{an:40-60}', check: 'crc32-base62-last', risk: 'write' },
    ],
  },
  {
    provider: 'Zuplo',
    formats: [{ id: 'zuplo-key', title: 'consumer API key', shape: 'zpka_{lan:32}_{hex:8}', check: 'crc32-hex', risk: 'write' }],
  },
  { provider: 'Unkey', formats: [{ id: 'unkey-key', title: 'root key', shape: 'unkey_{b58:20-32}', risk: 'full' }] },
  {
    provider: 'Convex',
    formats: [
      {
        id: 'convex-key',
        title: 'deploy key',
        shape: ['prod:{lan+-:5-60}|{b64+=:40-300}', 'preview:{lan+-:5-60}|{b64+=:40-300}'],
        risk: 'full',
      },
    ],
  },
  { provider: 'Trigger.dev', formats: [{ id: 'trigger-key', title: 'secret key', shape: 'tr_{dev|prod}_{an:20-24}', risk: 'full' }] },
  {
    provider: 'Inngest',
    formats: [
      { id: 'inngest-key', title: 'signing key', shape: ['signkey-{prod|test|branch}-{hex:64}', 'signkey-{hex:64}'], risk: 'full' },
    ],
  },
  { provider: 'dbt Cloud', formats: [{ id: 'dbt-token', title: 'personal access token', shape: 'dbtu_{b64u:50}', risk: 'write' }] },
  { provider: 'Axiom', formats: [{ id: 'axiom-token', title: 'API token', shape: 'xaat-{uuid}', risk: 'write' }] },
  { provider: 'Checkly', formats: [{ id: 'checkly-key', title: 'API key of a user', shape: 'cu_{hex:32}', risk: 'full' }] },
  { provider: 'Ory', formats: [{ id: 'ory-key', title: 'API key of a project', shape: 'ory_pat_{an:32}', risk: 'full' }] },
  { provider: 'Prefect', formats: [{ id: 'prefect-key', title: 'API key', shape: ['pnu_{an:36}', 'pnb_{an:36}'], risk: 'full' }] },
  {
    provider: 'Workato',
    formats: [
      { id: 'workato-token', title: 'API token', shape: 'wrka{us|eu|jp|sg|au|}-eyJ{b64u+.:80-2000}', decode: 'inner-jwt', risk: 'full' },
    ],
  },
  { provider: 'WakaTime', formats: [{ id: 'wakatime-key', title: 'API key', shape: 'waka_{uuid}', risk: 'read' }] },
  {
    provider: 'Postman',
    revoke: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
    formats: [
      { id: 'postman-key', title: 'API key', shape: 'PMAK-{hex:24}-{hex:34}', decode: 'object-id', risk: 'full' },
      { id: 'postman-collection-key', title: 'collection access key', shape: 'PMAT-{UAN:26}', decode: 'ulid', risk: 'read' },
    ],
  },
  {
    provider: 'Aikido',
    formats: [{ id: 'aikido-secret', title: 'client secret', shape: ['AIK_CI_{an:20-64}', 'AIK_SECRET_{an:20-64}'], risk: 'write' }],
  },
  { provider: 'Thunderstore', formats: [{ id: 'thunderstore-token', title: 'API token', shape: 'tss_{an:24-80}', risk: 'write' }] },
  {
    provider: 'Mergify',
    formats: [{ id: 'mergify-key', title: 'application key', shape: 'mergify_application_key_{b64u:40-200}', risk: 'write' }],
  },
  { provider: 'Dependency-Track', formats: [{ id: 'dependency-track-key', title: 'API key', shape: 'odt_{an:32-255}', risk: 'full' }] },
];
