// Credentials of source hosts and package registries. Shapes and checks were gathered from the providers' documentation
// and public rule sets in November 2026; a row with a check was confirmed by computing it over public samples.
import type { ProviderFormats } from './format.ts';

export const hosting: readonly ProviderFormats[] = [
  {
    provider: 'GitHub',
    instead: 'GITHUB_TOKEN in Actions, a GitHub App installation token (one hour), or OIDC',
    revoke: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens',
    formats: [
      { id: 'github-pat', title: 'personal access token (classic)', shape: 'ghp_{an:36}', check: 'crc32-base62', risk: 'full' },
      {
        id: 'github-fine-grained-pat',
        title: 'fine-grained personal access token',
        shape: ['github_pat_{an:22}_{an:59}', 'github_pat_{an+_:82}'],
        check: 'github-fine-grained',
        decode: 'github-user',
        risk: 'full',
      },
      { id: 'github-oauth', title: 'OAuth access token', shape: 'gho_{an:36}', check: 'crc32-base62', risk: 'full' },
      { id: 'github-user-to-server', title: 'App user-to-server token', shape: 'ghu_{an:36}', check: 'crc32-base62', risk: 'short-lived' },
      { id: 'github-app-token', title: 'App installation token', shape: 'ghs_{an:36}', check: 'crc32-base62', risk: 'short-lived' },
      {
        id: 'github-app-token-stateless',
        title: 'App installation token (stateless)',
        shape: 'ghs_{d:1-12}_eyJ{b64u+.:60-12000}',
        decode: 'inner-jwt',
        risk: 'short-lived',
      },
      { id: 'github-refresh-token', title: 'App refresh token', shape: 'ghr_{an:76}', check: 'crc32-base62', risk: 'write' },
      {
        id: 'github-refresh-token-short',
        title: 'App refresh token (short form)',
        shape: 'ghr_{an:36}',
        check: 'crc32-base62',
        risk: 'write',
      },
      {
        id: 'github-scanning-sample',
        title: 'secret scanning sample token',
        shape: `secret_scanning_${'ab85fc6f8d7638cf1c11da812da308d43'}_{an:5}`,
        kind: 'test',
        risk: 'none',
      },
    ],
  },
  {
    provider: 'GitLab',
    instead: 'CI_JOB_TOKEN or id_tokens (OIDC) in CI/CD',
    revoke: 'https://docs.gitlab.com/user/profile/personal_access_tokens/#revoke-a-personal-access-token',
    formats: [
      {
        id: 'gitlab-pat-routable',
        title: 'access token (routable)',
        shape: ['glpat-{b64u:27-300}.01.{lan:9}', 'glpat-{b64u:20-300}.{lan:9}'],
        check: 'crc32-base36',
        decode: 'gitlab-routing',
        risk: 'full',
      },
      { id: 'gitlab-pat', title: 'access token', shape: 'glpat-{b64u:20}', risk: 'full' },
      { id: 'gitlab-deploy-token', title: 'deploy token', shape: 'gldt-{b64u:20}', risk: 'write' },
      {
        id: 'gitlab-runner-token-routable',
        title: 'runner authentication token (routable)',
        shape: ['glrt-t{d:1}_{b64u:27-300}.01.{lan:9}', 'glrt-t{d:1}_{b64u:20-300}.{lan:9}'],
        check: 'crc32-base36',
        risk: 'write',
      },
      { id: 'gitlab-runner-token', title: 'runner authentication token', shape: ['glrt-{b64u:20}', 'glrtr-{b64u:20}'], risk: 'write' },
      { id: 'gitlab-runner-registration', title: 'runner registration token', shape: 'GR1348941{b64u:20-50}', risk: 'write' },
      { id: 'gitlab-job-token', title: 'CI/CD job token', shape: ['glcbt-{lan:1-5}_{b64u:20}', 'glcbt-{b64u:20}'], risk: 'short-lived' },
      { id: 'gitlab-trigger-token', title: 'pipeline trigger token', shape: ['glptt-{hex:40}', 'glptt-{b64u:40}'], risk: 'write' },
      { id: 'gitlab-feed-token', title: 'feed token', shape: ['glft-{b64u:20}', 'glft-{hex:64}-{d:1-12}'], risk: 'read' },
      { id: 'gitlab-mail-token', title: 'incoming mail token', shape: 'glimt-{b64u:25}', risk: 'write' },
      { id: 'gitlab-agent-token', title: 'agent for Kubernetes token', shape: 'glagent-{b64u:50-1024}', risk: 'full' },
      { id: 'gitlab-oauth-secret', title: 'OAuth application secret', shape: 'gloas-{b64u:64}', risk: 'full' },
      { id: 'gitlab-scim-token', title: 'SCIM token', shape: 'glsoat-{b64u:20-50}', risk: 'full' },
      { id: 'gitlab-feature-flags', title: 'feature flags client token', shape: 'glffct-{b64u:20}', risk: 'read' },
      { id: 'gitlab-workspace-token', title: 'workspace token', shape: 'glwt-{b64u:20-64}', risk: 'write' },
      { id: 'gitlab-session', title: 'session cookie', shape: '_gitlab_session={lan:32}', risk: 'short-lived' },
    ],
  },
  {
    provider: 'Bitbucket',
    instead: 'OIDC in Bitbucket Pipelines',
    revoke: 'https://support.atlassian.com/bitbucket-cloud/docs/revoke-a-repository-access-token/',
    formats: [
      { id: 'bitbucket-app-password', title: 'app password', shape: 'ATBB{an:24}{HEX:8}', risk: 'write' },
      {
        id: 'bitbucket-access-token',
        title: 'access token',
        shape: 'ATCTT3{b64u:100-250}={HEX:8}',
        check: 'crc32-through-equals',
        risk: 'write',
      },
    ],
  },
  {
    provider: 'Atlassian',
    instead: 'OAuth 2.0 (3LO) or a service account',
    revoke: 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
    formats: [
      { id: 'atlassian-api-token', title: 'API token', shape: 'ATATT3{b64u:100-200}={HEX:8}', check: 'crc32-through-equals', risk: 'full' },
    ],
  },
  {
    provider: 'npm',
    instead: 'trusted publishing (OIDC)',
    revoke: 'https://docs.npmjs.com/revoking-access-tokens',
    formats: [{ id: 'npm-token', title: 'access token', shape: 'npm_{an:36}', check: 'crc32-base62', risk: 'write' }],
  },
  {
    provider: 'PyPI',
    instead: 'trusted publishing (OIDC)',
    formats: [
      { id: 'pypi-token', title: 'API token', shape: 'pypi-AgEIcHlwaS5vcmc{b64u:50-1000}', decode: 'macaroon', risk: 'write' },
      {
        id: 'pypi-test-token',
        title: 'TestPyPI token',
        shape: 'pypi-AgENdGVzdC5weXBpLm9yZw{b64u:50-1000}',
        decode: 'macaroon',
        kind: 'test',
        risk: 'none',
      },
    ],
  },
  {
    provider: 'RubyGems',
    instead: 'trusted publishing (OIDC)',
    revoke: 'https://guides.rubygems.org/api-key-scopes/',
    formats: [{ id: 'rubygems-key', title: 'API key', shape: 'rubygems_{hex:48}', risk: 'write' }],
  },
  {
    provider: 'NuGet',
    instead: 'trusted publishing (OIDC)',
    formats: [{ id: 'nuget-key', title: 'API key', shape: 'oy2{b32l:43}', risk: 'write' }],
  },
  {
    provider: 'crates.io',
    instead: 'trusted publishing (OIDC)',
    formats: [{ id: 'crates-token', title: 'API token', shape: 'cio{an:32}', risk: 'write' }],
  },
  { provider: 'Clojars', formats: [{ id: 'clojars-token', title: 'deploy token', shape: ['CLOJARS_{lan:60}'], risk: 'write' }] },
  {
    provider: 'Packagist',
    formats: [
      { id: 'packagist-token', title: 'token', shape: 'packagist_{ort|out|uut|cut}_{hex:68}', risk: 'write' },
      { id: 'packagist-secret', title: 'API secret', shape: 'packagist_acs_{hex:64-96}', risk: 'full' },
    ],
  },
  {
    provider: 'Deno Deploy',
    formats: [
      { id: 'deno-token', title: 'personal token', shape: 'ddp_{an:36}', check: 'crc32-base62-prefixed', risk: 'full' },
      { id: 'deno-organization-token', title: 'organization token', shape: 'ddo_{an:36}', check: 'crc32-base62-prefixed', risk: 'full' },
    ],
  },
  {
    provider: 'Docker',
    instead: 'a scoped access token kept in the CI secret store',
    revoke: 'https://docs.docker.com/security/access-tokens/',
    formats: [
      { id: 'docker-pat', title: 'personal access token', shape: 'dckr_pat_{b64u:24-32}', risk: 'write' },
      { id: 'docker-organization-token', title: 'organization access token', shape: 'dckr_oat_{b64u:32}', risk: 'write' },
      { id: 'docker-swarm-join', title: 'swarm join token', shape: 'SWMTKN-1-{lan:50}-{lan:25}', risk: 'full' },
      { id: 'docker-swarm-unlock', title: 'swarm unlock key', shape: 'SWMKEY-1-{b64:43}', risk: 'key-material' },
    ],
  },
  { provider: 'Cloudsmith', formats: [{ id: 'cloudsmith-key', title: 'API key', shape: 'csa_{hex:30}{an:6}', risk: 'write' }] },
  {
    provider: 'JFrog',
    instead: 'the OIDC integration',
    formats: [
      { id: 'jfrog-key', title: 'API key', shape: 'AKCp{an:69}', risk: 'full' },
      {
        id: 'jfrog-reference-token',
        title: 'reference token',
        shape: ['cmVmd{an:59}', 'cmVmdGtuOj{an:40-60}'],
        decode: 'jfrog-reference',
        risk: 'write',
      },
    ],
  },
  {
    provider: 'Sourcegraph',
    formats: [
      {
        id: 'sourcegraph-token',
        title: 'access token',
        shape: ['sgp_{hexi:16}_{hexi:40}', 'sgp_local_{hexi:40}', 'sgp_{hex:40}'],
        risk: 'full',
      },
    ],
  },
];
