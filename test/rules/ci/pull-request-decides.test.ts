import { pullRequestDecides } from '../../../rules/ci/pull-request-decides.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const server = at('atlantis/repos.yaml');
const own = at('atlantis.yaml');

ruleTester(pullRequestDecides, {
  valid: [
    {
      ...server`
        repos:
          - id: github.com/acme/infra
            apply_requirements: [mergeable]
            allowed_overrides: [workflow, delete_source_branch_on_merge]
            allow_custom_workflows: false
      `,
      because: 'what can be merged may have been approved, and a workflow is one of the server',
    },
    {
      ...server`
        repos:
          - id: /.*/
            allowed_overrides: []
      `,
      because: 'what is left out is decided by the flags of the server',
    },
    {
      ...own`
        version: 3
        projects:
          - dir: prod
            apply_requirements: [approved, undiverged]
      `,
    },
    {
      ...at('config/repos.yaml')`
        repos:
          - id: 1
            allow_custom: true
      `,
      because: 'no file of Atlantis',
    },
  ],
  invalid: [
    {
      ...server`
        repos:
          - id: /^.*$/
            allow_custom_workflows: «true»
      `,
      message: 'whoever may open one in any repository that Atlantis serves',
      suggestions: ['repos:\n  - id: /^.*$/\n    allow_custom_workflows: false\n'],
    },
    {
      ...server`
        repos:
          - id: github.com/acme/infra
            allowed_overrides: [workflow, «apply_requirements»]
            allow_custom_workflows: false
      `,
      message: 'of a pull request in `github.com/acme/infra`',
      suggestions: ['repos:\n  - id: github.com/acme/infra\n    allowed_overrides: [workflow]\n    allow_custom_workflows: false\n'],
    },
    {
      ...server`
        repos:
          - id: github.com/acme/infra
            allowed_overrides:
              - «plan_requirements»
      `,
      severity: 'medium',
    },
    {
      ...own`
        version: 3
        projects:
          - dir: prod
            apply_requirements: «[]»
          - dir: stage
            apply_requirements: [«undiverged»]
      `,
      message: ['pull requests of `prod` before', 'pull requests of `stage` before'],
      severity: 'medium',
    },
  ],
});
