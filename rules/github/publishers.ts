// Registries that take the identity of a job, and how packages are published there: actions and commands, as data. From
// the registries' pages on trusted publishing and the readmes of the actions, as known in 2026-11.

export interface PublishAction {
  readonly action: string;
  /** The input that makes it use a stored token. */
  readonly input: string;
  /** The value of the input that does so; any secret where this is left out. */
  readonly value?: string;
  /** Inputs that name another server. */
  readonly server: readonly string[];
  readonly servers: RegExp;
  readonly registry: string;
  readonly instead: string;
  /** Milder where only some accounts can do without the token. */
  readonly severity?: 'info';
  readonly exchange?: Exchange;
  /** Variables of the step to write in the place of the token. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A step before the one that publishes, which asks for a short-lived token, and how that token is read. */
export interface Exchange {
  readonly lines: readonly string[];
  /** The expression of the token; left out where the step sets the environment itself. */
  readonly token?: string;
}

const cratesLogin: Exchange = {
  lines: ['id: crates-io', 'uses: rust-lang/crates-io-auth-action@v1'],
  token: '${{ steps.crates-io.outputs.token }}',
};
const gemLogin: Exchange = { lines: ['uses: rubygems/configure-rubygems-credentials@v1.0.0'] };
const nugetLogin: Exchange = {
  lines: ['id: nuget', 'uses: NuGet/login@v1', 'with:', '  user: ${{ vars.NUGET_USER }}'],
  token: '${{ steps.nuget.outputs.NUGET_API_KEY }}',
};

const pypiStep = ['uses: pypa/gh-action-pypi-publish@release/v1'];

const pypi = /^https?:\/\/(?:upload|test)\.pypi\.org\b/;
const rubygems = /^https?:\/\/rubygems\.org\/?$/;
/** npm's own registry. */
export const npm = /^https?:\/\/registry\.npmjs\.org\/?$/;

export const publishActions: readonly PublishAction[] = [
  {
    action: 'pypa/gh-action-pypi-publish',
    input: 'password',
    server: ['repository-url', 'repository_url'],
    servers: pypi,
    registry: 'PyPI',
    instead: '`id-token: write` and no password',
  },
  {
    action: 'rubygems/release-gem',
    input: 'setup-trusted-publisher',
    value: 'false',
    server: [],
    servers: rubygems,
    registry: 'RubyGems',
    instead: '`id-token: write` and the input left out',
  },
  {
    action: 'rubygems/configure-rubygems-credentials',
    input: 'api-token',
    server: ['gem-server'],
    servers: rubygems,
    registry: 'RubyGems',
    instead: '`id-token: write` and no API token',
  },
  {
    action: 'js-devtools/npm-publish',
    input: 'token',
    server: ['registry'],
    servers: npm,
    registry: 'npm',
    instead: '`id-token: write` and no token',
  },
  {
    action: 'katyo/publish-crates',
    input: 'registry-token',
    server: [],
    servers: npm,
    registry: 'crates.io',
    instead: 'the token of a `rust-lang/crates-io-auth-action` step',
    exchange: cratesLogin,
  },
  {
    action: 'docker/login-action',
    input: 'password',
    server: ['registry'],
    servers: /^(?:https:\/\/)?(?:docker\.io|(?:index|registry-1)\.docker\.io)(?:\/|$)/,
    registry: 'Docker Hub',
    severity: 'info',
    instead: '`id-token: write` and an OIDC connection of the organization, which its paid plans have',
    variables: { DOCKERHUB_OIDC_CONNECTIONID: '${{ vars.DOCKERHUB_OIDC_CONNECTIONID }}' },
  },
];

/** Actions that publish with a token that they find in the environment, and so also publish without one. */
export interface PublishTool {
  readonly actions: readonly string[];
  /** An input, and what it says where the action publishes. */
  readonly when?: readonly [input: string, value: RegExp];
  readonly variables: RegExp;
  readonly registry: string;
  readonly instead: string;
}

export const publishTools: readonly PublishTool[] = [
  {
    actions: ['changesets/action', 'cycjimmy/semantic-release-action', 'codfish/semantic-release-action'],
    variables: /^(?:NPM_(?:AUTH_)?TOKEN|NODE_AUTH_TOKEN)$/i,
    registry: 'npm',
    instead: '`id-token: write` and npm 11.5.1 or later',
  },
  {
    actions: ['pyo3/maturin-action', 'messense/maturin-action'],
    when: ['command', /^(?:publish|upload)$/],
    variables: /^MATURIN_(?:PYPI_TOKEN|PASSWORD)$/i,
    registry: 'PyPI',
    instead: '`id-token: write` and no token',
  },
];

export interface PublishCommand {
  readonly command: RegExp;
  readonly registry: string;
  readonly instead: string;
  /** Variables that hold the token. */
  readonly variables: RegExp;
  /** An option that names another server; its first group is the server. */
  readonly option: RegExp;
  readonly registryVariable: RegExp;
  readonly servers: RegExp;
  /** `itself`: the command asks for the job's identity when it finds no token. Left out where another tool has to publish. */
  readonly exchange?: Exchange | 'itself';
  /** A command before it that keeps the token where the publisher finds it. */
  readonly keeps?: RegExp;
  /** It may as well publish elsewhere, so that nothing is said without a token of this registry. */
  readonly onlyWithToken?: true;
  /** The step that publishes in the place of the command, and what is left of a command that builds as well. */
  readonly action?: { readonly lines: readonly string[]; readonly builds?: readonly [option: RegExp, command: string] };
}

/** Blanks between the words of a command, line continuations of shells among them. */
const gap = String.raw`(?:[\s\\\x60]+)`;
const command = (form: string): RegExp => new RegExp(String.raw`(?<![\w./-])${form.replaceAll(' ', gap)}(?![\w-])`);
const never = /(?!)/;

export const publishCommands: readonly PublishCommand[] = [
  {
    command: command('(?:npm|pnpm|bun|lerna|yarn npm|yarn)(?: -{1,2}[\\w=./@-]{1,80}){0,4} publish'),
    keeps: /\/\/registry\.npmjs\.org\/:_authToken/,
    registry: 'npm',
    instead: '`id-token: write` and npm 11.5.1 or later',
    variables: /^(?:NODE_AUTH_TOKEN|NPM_(?:AUTH_|ACCESS_|CONFIG_)?TOKEN|NPM_CONFIG_.*AUTH.*|YARN_NPM_AUTH_TOKEN)$/i,
    option: /--registry[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^npm_config_registry$|^YARN_NPM_(?:PUBLISH_)?REGISTRY/i,
    servers: npm,
    exchange: 'itself',
  },
  {
    command: command('(?:semantic-release|changeset publish|release-it|nx release(?: publish)?|auto shipit)'),
    onlyWithToken: true,
    registry: 'npm',
    instead: '`id-token: write` and npm 11.5.1 or later',
    variables: /^(?:NODE_AUTH_TOKEN|NPM_(?:AUTH_|ACCESS_|CONFIG_)?TOKEN|NPM_CONFIG_.*AUTH.*|YARN_NPM_AUTH_TOKEN)$/i,
    option: /--registry[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^npm_config_registry$|^YARN_NPM_(?:PUBLISH_)?REGISTRY/i,
    servers: npm,
    exchange: 'itself',
  },
  {
    command: command('(?:python(?:[0-9.]+)? -m )?(?:pipx run )?twine(?:==[0-9.]+)? upload'),
    registry: 'PyPI',
    instead: '`pypa/gh-action-pypi-publish` or `uv publish`, and `id-token: write`',
    variables: /^(?:TWINE_PASSWORD|PYPI_.*TOKEN)$/i,
    option: /(?:--repository-url|--repository|-r)[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^TWINE_REPOSITORY/i,
    servers: /^(?:https?:\/\/(?:upload|test)\.pypi\.org\b|pypi|testpypi)/,
    action: { lines: pypiStep },
  },
  {
    command: command('(?:uv|pdm) publish'),
    registry: 'PyPI',
    instead: '`id-token: write` and no token',
    variables: /^(?:UV_PUBLISH_(?:TOKEN|PASSWORD)|PDM_PUBLISH_PASSWORD|PYPI_.*TOKEN)$/i,
    option: /(?:--publish-url|--index|--repository|-r)[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^(?:UV_PUBLISH_URL|PDM_PUBLISH_REPO)$/i,
    servers: /^(?:https?:\/\/(?:upload|test)\.pypi\.org\b|pypi|testpypi)/,
    exchange: 'itself',
  },
  {
    command: command('poetry publish'),
    keeps: /\bpoetry\s+config\s[^\n]{0,80}pypi-token/,
    registry: 'PyPI',
    instead: '`pypa/gh-action-pypi-publish` or `uv publish`, and `id-token: write`',
    variables: /^(?:POETRY_PYPI_TOKEN_PYPI|POETRY_HTTP_BASIC_PYPI_PASSWORD|PYPI_.*TOKEN)$/i,
    option: /(?:--repository|-r)[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: never,
    servers: /^(?:https?:\/\/(?:upload|test)\.pypi\.org\b|pypi|testpypi)/,
    action: { lines: pypiStep, builds: [/\s--build\b/, 'poetry build'] },
  },
  {
    command: command('(?:hatch|flit) publish'),
    registry: 'PyPI',
    instead: '`pypa/gh-action-pypi-publish` or `uv publish`, and `id-token: write`',
    variables: /^(?:HATCH_INDEX_AUTH|FLIT_PASSWORD|PYPI_.*TOKEN)$/i,
    option: /(?:--publish-url|--index|--repository|--repo|-r)[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^(?:HATCH_INDEX_REPO|FLIT_INDEX_URL)$/i,
    servers: /^(?:https?:\/\/(?:upload|test)\.pypi\.org\b|pypi|testpypi|main|test)/,
  },
  {
    command: command('maturin (?:publish|upload)'),
    registry: 'PyPI',
    instead: '`id-token: write` and no token',
    variables: /^MATURIN_(?:PYPI_TOKEN|PASSWORD)$/i,
    option: /(?:--repository-url|--repository|-r)[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^MATURIN_REPOSITORY/i,
    servers: /^(?:https?:\/\/(?:upload|test)\.pypi\.org\b|pypi|testpypi)/,
    exchange: 'itself',
  },
  {
    command: command('cargo(?: \\+[\\w.-]+)? publish'),
    registry: 'crates.io',
    instead: 'the token of a `rust-lang/crates-io-auth-action` step',
    variables: /^CARGO_REGISTRY_TOKEN$/i,
    keeps: /\bcargo\s+login\b/,
    option: /--(?:registry|index)[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^CARGO_REGISTRY_DEFAULT$/i,
    servers: /^crates-io$/,
    exchange: cratesLogin,
  },
  {
    command: command('gem push'),
    registry: 'RubyGems',
    instead: 'a `rubygems/configure-rubygems-credentials` step and `id-token: write`',
    variables: /^(?:GEM_HOST_API_KEY|RUBYGEMS_(?:API_KEY|AUTH_TOKEN|TOKEN))$/i,
    option: /--(?:host|key)[=\s]+["']?(\S+?)["']?(?:\s|$)/,
    registryVariable: /^RUBYGEMS_HOST$/i,
    servers: rubygems,
    exchange: gemLogin,
  },
  {
    command: command('(?:deno|jsr) publish'),
    registry: 'JSR',
    instead: '`id-token: write` and no token',
    variables: /^JSR_TOKEN$/,
    option: never,
    registryVariable: /^JSR_URL$/,
    servers: never,
    exchange: 'itself',
  },
  {
    command: command('(?:dotnet nuget|nuget(?:\\.exe)?) push'),
    registry: 'NuGet',
    instead: 'the key of a `NuGet/login` step and `id-token: write`',
    variables: /^NUGET_(?:API_KEY|AUTH_TOKEN|TOKEN|KEY)$/i,
    option: /(?:--source|-s|-Source)[=\s]+["']?(\S+?)["']?(?:\s|$)/i,
    registryVariable: never,
    servers: /^(?:https?:\/\/(?:api|www)\.nuget\.org\b|nuget\.org|nuget)/i,
    exchange: nugetLogin,
  },
];
