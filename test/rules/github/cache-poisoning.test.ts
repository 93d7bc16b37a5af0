import { cachePoisoning } from '../../../rules/github/cache-poisoning.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(cachePoisoning, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/cache@v4
        with: { path: x, key: y }
      - run: make
`,
      because: 'nothing is published',
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
      - run: npm publish
`,
      because: 'no cache',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    cache-mode: none
    steps:
      - uses: actions/setup-node@v5
        with: { cache: npm }
      - run: npm publish
`,
      because: 'the job may not restore, whatever a step asks for',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-go@v5
        with: { cache: false }
      - run: gh release create v1
`,
      because: 'switched off where it is on by default',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-go@v3
      - run: gh release create v1
`,
      because: 'a version that restores nothing unasked',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/cache@v4
        if: \${{ !startsWith(github.ref, 'refs/tags/') }}
        with: { path: x, key: y }
      - run: gh release create v1
`,
      because: 'a condition decides whether the release reads it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: gradle/actions/setup-gradle@v5
      - run: ./gradlew publishToMavenLocal
`,
      because: 'published for the machine itself',
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
    steps:
      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: «npm»
      - run: npm publish
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npm publish
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
      - uses: astral-sh/setup-uv@v7
        with: { enable-cache: «true» }
      - run: uv publish
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: astral-sh/setup-uv@v7
        with: { enable-cache: false }
      - run: uv publish
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
      - uses: «actions/cache@v4»
        with: { path: x, key: y }
      - run: gh release create v1
`,
      message: 'a release',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «actions/setup-go@v6»
        with: { go-version: stable }
      - run: gh release create v1
`,
      message: 'a release',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-go@v6
        with: { go-version: stable, cache: false }
      - run: gh release create v1
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
      - uses: «gradle/actions/setup-gradle@v5»
      - run: ./gradlew build publish
`,
      message: 'a Maven repository',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: gradle/actions/setup-gradle@v5
        with:
          cache-disabled: true
      - run: ./gradlew build publish
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
      - uses: «astral-sh/setup-uv@d4b2f3b6ecc6e67c4457f6d3e41ec42d3d0fcb86» # v5.4.2
      - run: uv publish
`,
    },
  ],
});
