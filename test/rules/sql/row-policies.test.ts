// Policies for rows that let everybody write: which commands, for whom, what makes up for it, and what later statements change.
import { expect, it } from 'vitest';
import { rules } from '../../../rules/sql/rules.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { ruleTester } from '../../support/rule-tester.ts';
import { hasuraInserts, hasuraWrites } from './hasura-cases.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const migration = (text: string, more: object = {}) => ({ file: 'supabase/migrations/001.sql', text, ...more });

ruleTester(rule('sql/row-policy-open-write'), {
  valid: [
    ...hasuraWrites.valid,
    migration('CREATE POLICY "Public read" ON products FOR SELECT USING (true);\n', { because: 'what is public is for its author to say' }),
    migration('CREATE POLICY p ON orders FOR ALL TO service_role USING (true) WITH CHECK (true);\n', {
      because: 'a role that passes anyway',
    }),
    migration('CREATE POLICY p ON orders TO billing_admin USING (true);\n', { because: 'a role of the team' }),
    migration('CREATE POLICY p ON orders AS RESTRICTIVE FOR ALL USING (true);\n', { because: 'it only takes away' }),
    migration('CREATE POLICY p ON orders FOR ALL USING (auth.uid() = user_id) WITH CHECK (true);\n'),
    migration('CREATE POLICY p ON orders FOR UPDATE USING (true) WITH CHECK (auth.uid() = user_id);\n', {
      because: 'what comes of it is asked',
    }),
    migration("CREATE POLICY p ON orders FOR ALL USING (auth.role() = 'service_role');\n"),
    migration('CREATE POLICY p ON orders FOR INSERT WITH CHECK (true);\n', { because: 'a rule of its own' }),
    migration('CREATE POLICY p ON orders FOR ALL USING (true);\nDROP POLICY IF EXISTS p ON public.orders;\n', {
      because: 'taken away below',
    }),
    migration('CREATE POLICY p ON orders FOR ALL USING (true);\nALTER POLICY p ON orders USING (auth.uid() = user_id);\n'),
    migration('CREATE POLICY p ON orders FOR ALL USING (true);\nDROP TABLE IF EXISTS carts, public.orders CASCADE;\n', {
      because: 'a policy goes with its table',
    }),
    migration('CREATE ROW ACCESS POLICY p AS (x varchar) RETURNS boolean -> true;\nALTER TABLE t ADD ROW ACCESS POLICY p ON (x);\n'),
    migration('-- CREATE POLICY p ON orders FOR ALL USING (true);\n'),
    migration('CREATE POLICY'),
    migration('CREATE POLICY p ON'),
  ],
  invalid: [
    ...hasuraWrites.invalid,
    migration('CREATE POLICY "Service role full access" ON public.profiles FOR ALL USING («true») WITH CHECK (true);\n', {
      severity: 'high',
      message: '`Service role full access` lets everybody read, change and delete every row of `profiles`',
      suggestions: [
        'CREATE POLICY "Service role full access" ON public.profiles FOR ALL TO service_role USING (true) WITH CHECK (true);\n',
      ],
    }),
    migration('create policy p on orders\n  for update\n  to anon, authenticated\n  using ( ( «true» ) );\n', { severity: 'high' }),
    migration('CREATE POLICY p ON orders FOR DELETE TO authenticated USING («true»);\n', { severity: 'medium' }),
    migration("CREATE POLICY p ON storage.objects FOR DELETE USING («bucket_id = 'proofs'»);\n", { severity: 'high' }),
    migration('DROP POLICY IF EXISTS p ON orders;\nCREATE POLICY p ON orders USING («true»);\n', { severity: 'high' }),
    { file: 'db/migrations/001.sql', text: 'CREATE POLICY tenant ON orders USING («1 = 1»);\n', severity: 'medium' },
  ],
});

ruleTester(rule('sql/row-security-off'), {
  valid: [
    migration('ALTER TABLE orders DISABLE ROW LEVEL SECURITY;\nDROP TABLE "orders" CASCADE;\n', {
      because: 'tools that write migrations switch it off before they drop the table',
    }),
    migration(
      'ALTER TABLE public.orders DISABLE ROW LEVEL SECURITY;\nUPDATE orders SET a = 1;\nalter table only orders enable row level security;\n',
      {
        because: 'on again below',
      },
    ),
    migration('ALTER TABLE private.jobs DISABLE ROW LEVEL SECURITY;\n', { because: 'a schema that the API does not show' }),
    migration('ALTER TABLE orders ENABLE ROW LEVEL SECURITY;\nALTER TABLE orders NO FORCE ROW LEVEL SECURITY;\n'),
    migration('-- ALTER TABLE orders DISABLE ROW LEVEL SECURITY;\n'),
    { file: 'db/migrations/001.sql', text: 'ALTER TABLE orders DISABLE ROW LEVEL SECURITY;\n', because: 'no browser reaches this one' },
    migration('ALTER TABLE'),
    migration('DROP TABLE IF'),
  ],
  invalid: [
    migration('alter table public.members «disable row level security»;\nalter table members add column a int;\n', { severity: 'high' }),
    migration(
      'ALTER TABLE orders ENABLE ROW LEVEL SECURITY;\nALTER TABLE IF EXISTS orders «DISABLE ROW LEVEL SECURITY»;\nDROP TABLE carts, other;\n',
      {
        message: 'reads and changes every row of `orders`',
      },
    ),
    { file: 'sql/fix-login.sql', text: '-- run this in the SQL editor of Supabase\nALTER TABLE "users" «DISABLE ROW LEVEL SECURITY»;\n' },
  ],
});

ruleTester(rule('sql/row-policy-open-insert'), {
  valid: [
    ...hasuraInserts.valid,
    migration('CREATE POLICY p ON orders FOR INSERT TO authenticated WITH CHECK (true);\n'),
    { file: 'db/migrations/001.sql', text: 'CREATE POLICY p ON orders FOR INSERT WITH CHECK (true);\n' },
    migration('CREATE POLICY p ON orders FOR INSERT WITH CHECK (auth.uid() = user_id);\n'),
  ],
  invalid: [
    ...hasuraInserts.invalid,
    migration('CREATE POLICY p ON waitlist FOR INSERT WITH CHECK («true»);\n'),
    migration("CREATE POLICY p ON storage.objects FOR INSERT WITH CHECK («bucket_id = 'proofs'»);\n"),
  ],
});

it('says one thing of a policy', async () => {
  const { findings } = await analyzeTexts({ 'supabase/migrations/1.sql': 'CREATE POLICY p ON orders USING (true);\n' });
  expect(findings.map(({ rule: id }) => id)).toEqual(['sql/row-policy-open-write']);
});

it('follows a policy through the migrations of its folder', async () => {
  const open = 'CREATE POLICY "All orders" ON orders FOR ALL USING (true);\n';
  const drop = 'DROP POLICY "All orders" ON public.orders;\n';
  const reported = async (files: Record<string, string>): Promise<string[]> =>
    (await analyzeTexts(files)).findings.filter(({ rule: id }) => id === 'sql/row-policy-open-write').map(({ at }) => at.uri);
  const [first, second, other] = ['supabase/migrations/1.sql', 'supabase/migrations/2.sql', 'other/migrations/2.sql'];
  expect(await reported({ [first!]: open, [second!]: drop })).toEqual([]);
  expect(await reported({ [first!]: open, [second!]: drop + open })).toEqual([second]);
  expect(await reported({ [first!]: drop, [second!]: open })).toEqual([second]);
  expect(await reported({ [first!]: open, [other!]: drop })).toEqual([first]);
});

it('what Supabase gives by itself, and each of its dumps says for every table, is low', async () => {
  const severities = async (holders: string): Promise<string[]> =>
    (await analyzeTexts({ 'supabase/migrations/001.sql': `GRANT ALL ON TABLE "public"."orders" TO ${holders};\n` })).findings.map(
      ({ severity }) => severity,
    );
  expect(await severities('"anon"')).toEqual(['low']);
  expect(await severities('"anon", "service_role"')).toEqual(['low']);
  expect(await severities('"anon", "shop"')).toEqual(['medium']);
  expect(await severities('"service_role"')).toEqual([]);
});
