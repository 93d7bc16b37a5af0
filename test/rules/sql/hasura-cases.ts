// Permissions of Hasura that ask nothing of the rows that are written, and those that do: cases for the rules about policies for rows.
import { at, type InvalidCase, type ValidCase } from '../../support/rule-tester.ts';

interface Cases {
  readonly valid: readonly ValidCase[];
  readonly invalid: readonly InvalidCase[];
}

const table = at('hasura/metadata/databases/default/tables/public_orders.yaml');
const json = at('hasura/metadata.json');

export const hasuraWrites: Cases = {
  valid: [
    {
      ...table`
        table: { name: orders, schema: public }
        select_permissions:
          - role: anonymous
            permission: { columns: '*', filter: {} }
      `,
      because: 'what is public is for its author to say',
    },
    {
      ...table`
        table: { name: orders, schema: public }
        update_permissions:
          - role: user
            permission:
              columns: '*'
              filter: { owner_id: { _eq: X-Hasura-User-Id } }
              check: null
          - role: user
            permission: { columns: '*', filter: {}, check: { owner_id: { _eq: X-Hasura-User-Id } } }
          - role: editor
            permission: { columns: '*', filter: {} }
        delete_permissions:
          - role: anonymous
            permission: { filter: {}, backend_only: true }
      `,
      because: 'whose row it is, what comes of it, a role for some, and a server alone',
    },
    {
      ...at('config/roles.yaml')`
        update_permissions:
          - role: user
            permission: { filter: {} }
      `,
      because: 'no table',
    },
    table`table: [`,
    table`{ table: { name: __proto__ }, update_permissions: { role: user } }`,
  ],
  invalid: [
    {
      ...table`
        table:
          name: orders
          schema: public
        delete_permissions:
          - role: anonymous
            permission:
              «filter: {}»
      `,
      severity: 'high',
      message: 'The role `anonymous`, everybody, may delete every row of `orders`',
    },
    {
      ...table`
        table: { name: orders, schema: shop }
        update_permissions:
          - role: user
            permission: { columns: [total], «filter: {}», check: null }
      `,
      severity: 'medium',
      message: 'everybody who has signed in, may change every row of `shop.orders`',
    },
    at('hasura/metadata/tables.yaml')`
      - table: orders
        update_permissions:
          - permission:
              «filter: {}»
            role: public
    `,
    json`{ "sources": [{ "name": "default", "tables": [{ "table": { "name": "orders" }, "delete_permissions": [{ "role": "anonymous", "permission": { «"filter": {}» } }] }] }] }`,
  ],
};

export const hasuraInserts: Cases = {
  valid: [
    {
      ...table`
          table: { name: orders }
          insert_permissions:
            - role: anonymous
              permission: { check: { form: { is_open: { _eq: true } } }, columns: [mail] }
            - role: user
              permission: { check: {}, columns: [mail] }
        `,
      because: 'something is asked; who signed in is known',
    },
  ],
  invalid: [
    table`
        table: { name: orders }
        insert_permissions:
          - role: anonymous
            permission: { «check: {}», columns: [mail] }
      `,
  ],
};
