// What is publicly known about single actions: archived repositories, and versions with an advisory of GitHub's database
// that lets an attacker take an identity. Facts with their identifiers, as known in 2026-11. Not a full mirror of either.

/** Repositories that their owners archived, with what is used instead where the archive notice names something. */
export const archivedActions: Readonly<Record<string, string>> = {
  'actions/create-release': '`gh release create`',
  'actions/upload-release-asset': '`gh release upload`',
  'actions/setup-ruby': '`ruby/setup-ruby`',
  'actions/setup-elixir': '`erlef/setup-beam`',
  'actions/setup-haskell': '`haskell-actions/setup`',
  'actions-rs/audit-check': '`rustsec/audit-check`',
  'actions-rs/cargo': '`cargo` itself',
  'actions-rs/clippy-check': '`cargo clippy`',
  'actions-rs/toolchain': '`dtolnay/rust-toolchain`',
  'actions-rs/tarpaulin': '`cargo tarpaulin`',
  'actions-rs/install': '`taiki-e/install-action`',
  'actions-rs/grcov': '',
  'azure/appservice-actions': '',
  'azure/container-actions': '',
  'azure/k8s-actions': '',
  'gradle/gradle-build-action': '`gradle/actions/setup-gradle`',
  'gradle/wrapper-validation-action': '`gradle/actions/wrapper-validation`',
  'google-github-actions/release-please-action': '`googleapis/release-please-action`',
  'google-github-actions/setup-cloud-sdk': '`google-github-actions/setup-gcloud`',
  'microsoft/variable-substitution': '',
  'repo-sync/pull-request': '`peter-evans/create-pull-request`',
  'sonarsource/sonarcloud-github-action': '`sonarsource/sonarqube-scan-action`',
  'tibdex/github-app-token': '`actions/create-github-app-token`',
};

export interface ActionAdvisory {
  readonly id: string;
  /** First version that has it mended, as numbers. */
  readonly mendedIn: readonly number[];
  /** First version that has it; from the beginning where left out. */
  readonly from?: readonly number[];
  readonly what: string;
  /** An input that, set to this, keeps a step clear of it. */
  readonly unless?: readonly [input: string, value: string];
  /** The only system that has it, as names of runners begin; a job elsewhere is clear of it. */
  readonly only?: 'windows';
  /** True where tags were moved and the code itself was none the worse: a commit of an earlier day does not have it. */
  readonly moved?: true;
}

export const actionAdvisories: Readonly<Record<string, readonly ActionAdvisory[]>> = {
  'tj-actions/changed-files': [
    { id: 'CVE-2025-30066', mendedIn: [46], what: 'its tags were moved to code that prints the secrets of the job', moved: true },
    { id: 'CVE-2023-51664', mendedIn: [41], what: 'names of changed files are run as commands' },
  ],
  'reviewdog/action-setup': [
    { id: 'CVE-2025-30154', mendedIn: [1, 3], what: 'its tag was moved to code that prints the secrets of the job', moved: true },
  ],
  'tj-actions/branch-names': [
    { id: 'CVE-2025-54416', mendedIn: [9], what: 'names of branches are run as commands' },
    { id: 'CVE-2023-49291', mendedIn: [7, 0, 7], what: 'names of branches are run as commands' },
  ],
  'boldestdungeon/steam-workshop-deploy': [
    { id: 'GHSA-x6gv-2rvh-qmp6', mendedIn: [2], what: 'the folder `.git` is published with the token in it' },
  ],
  'buildalon/setup-steamcmd': [{ id: 'GHSA-mj96-mh85-r574', mendedIn: [1, 1], what: 'the token of the login is printed into the log' }],
  'canonical/get-workflow-version-action': [
    { id: 'CVE-2025-31479', mendedIn: [1, 0, 1], what: 'an error prints a part of the token that no mask fits' },
  ],
  'dawidd6/action-download-artifact': [
    {
      id: 'GHSA-5xr6-xhww-33m4',
      mendedIn: [6],
      unless: ['allow_forks', 'false'],
      what: 'artifacts of forks are taken for those of the repository',
    },
  ],
  'fish-shop/syntax-check': [{ id: 'CVE-2024-42482', mendedIn: [1, 6, 12], what: 'its pattern is run as commands' }],
  'github/codeql-action': [
    { id: 'CVE-2025-24362', from: [3, 26, 11], mendedIn: [3, 28, 3], what: 'debug artifacts hold the environment with its secrets' },
  ],
  'lycheeverse/lychee-action': [{ id: 'CVE-2024-48908', mendedIn: [2, 0, 2], what: 'its input is run as commands' }],
  'm00nl1ght-dev/steam-workshop-deploy': [
    { id: 'GHSA-x6gv-2rvh-qmp6', mendedIn: [4], what: 'the folder `.git` is published with the token in it' },
  ],
  'rageagainstthepixel/setup-steamcmd': [
    { id: 'GHSA-c5qx-p38x-qf5w', mendedIn: [1, 3], what: 'the token of the login is printed into the log' },
  ],
  'sonarsource/sonarqube-scan-action': [
    { id: 'CVE-2025-59844', from: [4], mendedIn: [6], only: 'windows', what: 'its arguments are run as commands on Windows' },
    { id: 'CVE-2025-58178', from: [4], mendedIn: [5, 3, 1], what: 'its arguments are run as commands' },
  ],
  'ultralytics/actions': [{ id: 'GHSA-7x29-qqmq-v6qc', mendedIn: [0, 0, 3], what: 'names of branches are run as commands' }],
  'tj-actions/verify-changed-files': [{ id: 'CVE-2023-52137', mendedIn: [17], what: 'names of changed files are run as commands' }],
  'actions/download-artifact': [
    { id: 'CVE-2024-42471', from: [4], mendedIn: [4, 1, 3], what: 'a crafted artifact writes anywhere on the machine' },
  ],
  'gradle/gradle-build-action': [{ id: 'CVE-2023-30853', mendedIn: [2, 4, 2], what: 'secrets are written into the cache' }],
  'hashicorp/vault-action': [{ id: 'CVE-2021-32074', mendedIn: [2, 2], what: 'secrets with several lines are not masked' }],
  'check-spelling/check-spelling': [{ id: 'CVE-2021-32724', mendedIn: [0, 0, 19], what: 'a pull request can take the token' }],
  'kartverket/github-workflows': [{ id: 'CVE-2022-39326', mendedIn: [2, 7, 5], what: 'a pull request can run commands' }],
  'embano1/wip': [{ id: 'CVE-2023-30623', mendedIn: [2], what: 'titles of pull requests are run as commands' }],
  'atlassian/gajira-create': [{ id: 'CVE-2020-14188', mendedIn: [2, 0, 1], what: 'titles of issues are run as code' }],
  'atlassian/gajira-comment': [{ id: 'CVE-2020-14189', mendedIn: [2, 0, 2], what: 'comments are run as code' }],
  'aquasecurity/trivy-action': [
    {
      id: 'Attack of March 2026',
      mendedIn: [0, 35, 0],
      what: 'its tags were moved to code that takes the secrets of the job',
      moved: true,
    },
  ],
  'aquasecurity/setup-trivy': [
    { id: 'Attack of March 2026', mendedIn: [0, 2, 6], what: 'its tags were moved to code that takes the secrets of the job', moved: true },
  ],
  'shivammathur/setup-php': [
    { id: 'GHSA-5wxr-w449-57cm', from: [2], mendedIn: [2, 37, 1], what: 'has a hole that its authors mended as a matter of security' },
  ],
  'j178/prek-action': [{ id: 'GHSA-pwf7-47c3-mfhx', mendedIn: [1, 0, 6], what: 'inputs are run as code' }],
  'rlespinasse/github-slug-action': [
    { id: 'CVE-2023-27581', from: [4], mendedIn: [4, 4, 1], what: 'names of branches are run as commands' },
  ],
};
