import { publishToken } from '../../../rules/github/publish-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(publishToken, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    environment: npm
    steps:
      - run: npx semantic-release
      - uses: changesets/action@v1
        with: { publish: pnpm release }
        env: { GITHUB_TOKEN: '\${{ secrets.GITHUB_TOKEN }}' }
      - uses: PyO3/maturin-action@v1
        with: { command: build }
        env: { MATURIN_PYPI_TOKEN: '\${{ secrets.PYPI }}' }
`,
      because: 'no token of npm, and nothing published',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - run: npx semantic-release
`,
      because: 'it may publish a release of GitHub alone',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v4
        with:
          registry: registry.example.com
          username: acme
          password: \${{ secrets.R }}
`,
      because: 'another registry',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - run: npm publish
`,
      because: 'trusted publishing',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: cargo publish --dry-run
`,
      because: 'a dry run',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@v5
        with: { registry-url: "https://npm.example.com" }
      - run: npm publish
        env: { NODE_AUTH_TOKEN: "\${{ secrets.T }}" }
`,
      because: 'another registry',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: dotnet nuget push x.nupkg --api-key "$K"
        env: { NUGET_API_KEY: "\${{ steps.login.outputs.NUGET_API_KEY }}" }
`,
      because: 'a key made in the job',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with: { password: "\${{ secrets.P }}", repository-url: "https://pypi.example.com" }
`,
      because: 'another index',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - uses: changesets/action@v1
        with: { publish: pnpm release }
        env: { NPM_TOKEN: '«\${{ secrets.NPM_TOKEN }}»' }
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - run: npx semantic-release
        env: { NPM_TOKEN: '«\${{ secrets.NPM_TOKEN }}»' }
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - uses: PyO3/maturin-action@v1
        with: { command: upload }
        env: { MATURIN_PYPI_TOKEN: '«\${{ secrets.PYPI }}»' }
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - run: |
          echo "//registry.npmjs.org/:_authToken=\${NPM_TOKEN}" > ~/.npmrc
          pnpm -r publish --no-git-checks
        env: { NPM_TOKEN: '«\${{ secrets.NPM_TOKEN }}»' }
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - run: |
          poetry config pypi-token.pypi «\${{ secrets.PYPI }}»
          poetry publish --build
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: cargo publish
        env:
          CARGO_REGISTRY_TOKEN: «\${{ secrets.C }}»
`,
      message: 'crates.io',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - id: crates-io
        uses: rust-lang/crates-io-auth-action@v1
      - run: cargo publish
        env:
          CARGO_REGISTRY_TOKEN: \${{ steps.crates-io.outputs.token }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: gem push x.gem
        env:
          GEM_HOST_API_KEY: «\${{ secrets.G }}»
`,
      message: 'RubyGems',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: rubygems/configure-rubygems-credentials@v1.0.0
      - run: gem push x.gem
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: dotnet nuget push x.nupkg --api-key «\${{ secrets.N }}» --source https://api.nuget.org/v3/index.json
`,
      message: '`N` is a lasting token',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - id: nuget
        uses: NuGet/login@v1
        with:
          user: \${{ vars.NUGET_USER }}
      - run: dotnet nuget push x.nupkg --api-key \${{ steps.nuget.outputs.NUGET_API_KEY }} --source https://api.nuget.org/v3/index.json
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: twine upload dist/*
        env:
          TWINE_PASSWORD: «\${{ secrets.T }}»
`,
      message: '`pypa/gh-action-pypi-publish`',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      because: 'the commands before it stay, and its variables go',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          python -m build
          python -m twine upload --skip-existing -u __token__ -p "$TOKEN" dist/*
        env:
          PYPI_TOKEN: unused
          TOKEN: \${{ secrets.X }}
          TWINE_PASSWORD: «\${{ secrets.T }}»
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - run: |
          python -m build
        env:
          PYPI_TOKEN: unused
      - uses: pypa/gh-action-pypi-publish@release/v1
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v4
        with:
          username: acme
          password: «\${{ secrets.DOCKERHUB }}»
`,
      severity: 'info',
      message: 'Docker Hub',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: docker/login-action@v4
        env:
          DOCKERHUB_OIDC_CONNECTIONID: \${{ vars.DOCKERHUB_OIDC_CONNECTIONID }}
        with:
          username: acme
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: npm publish --access public
        env:
          NODE_AUTH_TOKEN: «\${{ secrets.NPM }}»
`,
      message: '`NPM` is a lasting token',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - run: npm install --global npm@11
      - run: npm publish --access public
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      because: 'Node.js 24 brings an npm that asks for the identity itself',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@v6
        with:
          node-version: 24.x
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: «\${{ secrets.NPM }}»
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: actions/setup-node@v6
        with:
          node-version: 24.x
      - run: npm publish
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      because: 'the command builds as well, and the action only publishes',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - name: Release
        env:
          POETRY_PYPI_TOKEN_PYPI: «\${{ secrets.PYPI }}»
          CI: 1
        run: |
          poetry version "$GITHUB_REF_NAME"
          poetry publish --build --no-interaction
      - run: echo done
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - name: Release
        env:
          CI: 1
        run: |
          poetry version "$GITHUB_REF_NAME"
          poetry build
      - uses: pypa/gh-action-pypi-publish@release/v1
      - run: echo done
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      because: 'a secret as an option of a command that asks for the identity itself',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: npx jsr publish --token "«\${{ secrets.JSR }}»" --allow-dirty
`,
      message: 'JSR takes the identity of this job',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - run: npx jsr publish --allow-dirty
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      because: 'what is not in `dist` is left to people',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: twine upload wheelhouse/*.whl
        env:
          TWINE_PASSWORD: «\${{ secrets.T }}»
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          «gem \\
            push» x.gem
`,
      message: 'no `id-token: write`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: rubygems/release-gem@v1
        with:
          setup-trusted-publisher: «false»
`,
      message: '`setup-trusted-publisher`',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: rubygems/release-gem@v1
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          user: __token__
          password: «\${{ secrets.P }}»
`,
      message: 'PyPI',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          user: __token__
`,
      ],
    },
  ],
});
