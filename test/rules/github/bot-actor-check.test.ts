import { botActorCheck } from '../../../rules/github/bot-actor-check.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(botActorCheck, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          if [ "$GITHUB_ACTOR" != "dependabot[bot]" ]; then echo by hand; fi
          if [ "$AUTHOR" = "dependabot[bot]" ]; then gh pr merge --auto "$PR"; fi
        env: { AUTHOR: '\${{ github.event.pull_request.user.login }}' }
`,
      because: 'the first passes people, the second asks the author',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: '[ "$GITHUB_ACTOR" = "dependabot[bot]" ] && make'
`,
      because: 'nobody outside starts it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: github.event.pull_request.user.login == 'dependabot[bot]' && github.actor == 'dependabot[bot]'
    steps:
      - run: x
        if: github.actor == 'dependabot[bot]'
`,
      because: 'who wrote the pull request is asked as well',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: github.event.pull_request.user.login == 'dependabot[bot]'
`,
      because: 'the author',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: github.actor != 'dependabot[bot]'
`,
      because: 'keeps the bot out',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: github.actor == 'dependabot[bot]'
`,
      because: 'no pull request',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          if [[ "«\${{ github.actor }}»" == "dependabot[bot]" ]]; then gh pr merge --auto "$PR"; fi
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/github-script@v7
        with:
          script: |
            if («context.actor» === 'renovate[bot]') await approve();
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: contains(«github.triggering_actor», 'renovate') || contains(fromJSON('["acme[bot]"]'), «github.actor»)
    steps:
      - run: x
`,
      message: ['`contains` passes every account with `renovate` in its name', 'anyone can have `acme[bot]` push'],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: github.event.pull_request.user.login == 'dependabot[bot]' || «github.actor» == 'dependabot[bot]'
    steps:
      - run: x
`,
      because: 'one of the two is enough',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: \${{ always() && «github.actor» == 'dependabot[bot]' }}
`,
      severity: 'high',
      suggestions: [
        `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: \${{ always() && github.event.pull_request.user.login == 'dependabot[bot]' }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: contains('["renovate[bot]"]', «github.triggering_actor»)
`,
      severity: 'medium',
      suggestions: [
        `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: contains('["renovate[bot]"]', github.event.pull_request.user.login)
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: «github.actor_id» == 49699333
`,
      suggestions: [
        `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        if: github.event.pull_request.user.id == 49699333
`,
      ],
    },
  ],
});
