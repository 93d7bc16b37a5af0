// Bundles of Databricks: permissions, grants and whom jobs run as, in the bundle, its targets and its resources.
import { rules } from '../../../rules/sql/rules.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const bundle = at('databricks.yml');
const resources = at('resources/jobs.yml');

ruleTester(rule('sql/databricks-manage-for-all'), {
  valid: [
    {
      ...bundle`
      bundle:
        name: etl
      permissions:
        - level: CAN_VIEW
          group_name: users
        - level: CAN_MANAGE
          group_name: data-platform
        - level: CAN_MANAGE
          group_name: ${'${'}var.group}
    `,
      because: 'everybody looks, the owners manage',
    },
    {
      ...at('config/app.yml')`
      permissions:
        - level: CAN_MANAGE
          group_name: users
    `,
      because: 'no bundle',
    },
  ],
  invalid: [
    {
      ...bundle`
      bundle:
        name: etl
      permissions:
        - level: «CAN_MANAGE»
          group_name: users
      targets:
        prod:
          mode: production
          permissions:
            - group_name: account users
              level: «CAN_MANAGE»
    `,
    },
    {
      ...resources`
      resources:
        jobs:
          nightly:
            name: nightly
            permissions:
              - level: «CAN_MANAGE»
                group_name: users
    `,
      because: 'a file that a bundle includes',
      message: '`users`',
    },
  ],
});

ruleTester(rule('sql/databricks-grant-all'), {
  valid: [
    resources`
    resources:
      schemas:
        raw:
          catalog_name: main
          grants:
            - principal: loaders
              privileges: [USE_SCHEMA, SELECT]
  `,
  ],
  invalid: [
    {
      ...resources`
    resources:
      schemas:
        raw:
          catalog_name: main
          grants:
            - principal: loaders
              privileges:
                - «ALL_PRIVILEGES»
  `,
      message: '`loaders`',
    },
  ],
});

ruleTester(rule('sql/databricks-runs-as-person'), {
  valid: [
    {
      ...bundle`
      bundle:
        name: etl
      run_as:
        user_name: ${'${'}workspace.current_user.userName}
      targets:
        dev:
          mode: development
          run_as:
            user_name: ann@acme.example
        prod:
          mode: production
          run_as:
            service_principal_name: 1f3e8c2a-0000-4000-8000-000000000000
    `,
      because: 'whoever deploys it, and a target for development',
    },
    terraform`
      resource "databricks_job" "nightly" {
        name = "nightly"
        run_as {
          service_principal_name = "1f3e8c2a-0000-4000-8000-000000000000"
        }
      }
    `,
  ],
  invalid: [
    {
      ...bundle`
      bundle:
        name: etl
      targets:
        prod:
          mode: production
          run_as:
            user_name: «ann@acme.example»
    `,
      message: '`ann@acme.example`',
    },
    {
      ...resources`
      resources:
        jobs:
          nightly:
            run_as:
              user_name: "«ann@acme.example»"
    `,
    },
    {
      ...terraform`
      resource "databricks_job" "nightly" {
        name = "nightly"
        run_as {
          user_name = "«ann@acme.example»"
        }
      }
    `,
    },
  ],
});
