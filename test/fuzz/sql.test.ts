// SQL and Vault policies on every text: no throw, places inside the text, time linear in the length.
import { describe, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../server/engine/document.ts';
import { sqlReader } from '../../server/engine/facts/sql/reader.ts';
import { vaultReader } from '../../server/engine/facts/vault/reader.ts';
import type { Facts } from '../../server/engine/facts/types.ts';
import { expectLinear } from '../support/growth.ts';

const context = { neighbour: () => undefined };

const sample = `-- roles
CREATE ROLE app LOGIN PASSWORD 'it''s' VALID UNTIL '2027-01-01';
GRANT SELECT (a, b), INSERT ON ALL TABLES IN SCHEMA "Shop" TO app, reporting WITH GRANT OPTION;
GRANT ALL PRIVILEGES ON *.* TO 'app'@'%' IDENTIFIED BY 'x';
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA s GRANT ALL ON TABLES TO PUBLIC;
DO $body$ BEGIN EXECUTE 'x'; GRANT a TO b; END $body$;
ALTER SERVER ROLE [sysadmin] ADD MEMBER [x]; /* end */
GRANT ROLE ACCOUNTADMIN TO USER u
GO
`;

function check(text: string, facts: Facts): void {
  for (const { at } of [
    ...facts.grants.flatMap((grant) => [
      ...grant.actions,
      ...grant.principals.map((principal) => principal.id),
      ...grant.scope.map((scope) => scope.id),
    ]),
    ...facts.credentials,
  ]) {
    const [start, end] = at.span;
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`span ${start}-${end} of ${text.length}`);
  }
}

describe('SQL and Vault policies on any text', () => {
  it('reads every truncation and every mutation', () => {
    for (let end = 0; end <= sample.length; end++) {
      const text = sample.slice(0, end);
      check(text, sqlReader.read([createDocument('a.sql', text)], context).get('a.sql')!);
    }
    const piece = fc.constantFrom(
      "'",
      '"',
      '`',
      '[',
      ']',
      '(',
      ')',
      ',',
      ';',
      '--',
      '/*',
      '*/',
      '$$',
      '$a$',
      'GRANT ',
      ' TO ',
      ' ON ',
      'ALL ',
      '@',
      '%',
      '\n',
      '\0',
      '{{',
      '\u{1F600}',
      'CREATE ROLE ',
      'path "',
      'capabilities = [',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 80 }), (parts) => {
        const text = parts.join('');
        check(text, sqlReader.read([createDocument('a.sql', text)], context).get('a.sql')!);
        check(text, vaultReader.read([createDocument('a.hcl', text)], context).get('a.hcl')!);
        check(text, vaultReader.read([createDocument('a.json', text)], context).get('a.json')!);
      }),
      { numRuns: 1500 },
    );
  });

  it('takes time in proportion to the text', async () => {
    for (const part of [sample, 'GRANT ', "'", '[a ', '$a$ ', '/*', 'GRANT a, ', 'CREATE ', '(', 'a TO ', 'GRANT a TO b ']) {
      await expectLinear(part.slice(0, 20), 80_000, (size) => {
        const text = part.repeat(Math.ceil(size / part.length));
        return () => sqlReader.read([createDocument('a.sql', text)], context);
      });
    }
  });
});
