// Functions that run with the rights of their owner.
import { rules } from '../../../rules/sql/rules.ts';
import { ruleTester, sql } from '../../support/rule-tester.ts';

ruleTester(
  rules.find((one) => one.id === 'sql/definer-public')!,
  {
    valid: [
      {
        ...sql`
      CREATE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT 1 $$;
    `,
        because: 'says where it looks',
      },
      {
        ...sql`
      CREATE OR REPLACE FUNCTION app.total() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM orders $$;
      REVOKE ALL ON FUNCTION app.total() FROM PUBLIC;
    `,
        because: 'not everybody may call it',
      },
      {
        ...sql`
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
      CREATE FUNCTION app.total() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
    `,
        because: 'nothing in the schema is for everybody',
      },
      {
        ...sql`
      CREATE FUNCTION on_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN NEW; END $$;
    `,
        because: 'a trigger calls it, and nobody else',
      },
      {
        ...sql`
      CREATE DEFINER = 'app'@'10.0.0.1' FUNCTION total() RETURNS int SQL SECURITY DEFINER RETURN 1;
    `,
        because: 'MySQL, where this is what every function does',
      },
      {
        ...sql`
      CREATE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY INVOKER AS $$ SELECT 1 $$;
      -- SECURITY DEFINER would run it as its owner
    `,
        because: 'runs as its caller',
      },
    ],
    invalid: [
      {
        ...sql`
      CREATE FUNCTION run(q text) RETURNS void LANGUAGE plpgsql «SECURITY DEFINER» AS $$
      BEGIN
        EXECUTE q;
      END
      $$;
      GRANT EXECUTE ON FUNCTION run(text) TO PUBLIC;
    `,
        message: '`run` runs with the rights of its owner',
      },
      {
        ...sql`
      CREATE OR REPLACE FUNCTION app.total() RETURNS bigint AS $$
        SELECT count(*) FROM orders;
      $$ LANGUAGE sql STABLE «SECURITY DEFINER»;

      CREATE FUNCTION app.closed() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$;
    `,
        because: 'after the body',
      },
      {
        ...sql`
      CREATE PROCEDURE wipe() LANGUAGE plpgsql «SECURITY DEFINER» AS $$ BEGIN DELETE FROM orders; END $$;
      REVOKE ALL ON FUNCTION other() FROM PUBLIC;
    `,
        because: 'another one is closed',
      },
    ],
  },
);
