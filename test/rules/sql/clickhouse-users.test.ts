// Users of ClickHouse in its own files, as XML and as YAML: what they are given, and who of them has no password.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { dataServicesReader } from '../../../server/engine/facts/data-services/reader.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';

const xml = 'clickhouse/users.d/app.xml';
const yaml = 'clickhouse/users.d/app.yaml';

/** A file of one user that has a password and comes from everywhere. */
const xmlUser = (inner: string, ip = '::/0'): string => `<clickhouse>
    <users>
        <app>
            <networks><ip>${ip}</ip></networks>
            ${inner}
        </app>
    </users>
</clickhouse>
`;

describe('users of ClickHouse', () => {
  it.each([
    [
      'everything',
      xml,
      xmlUser('<grants>\n                <query>GRANT «ALL» ON *.*</query>\n            </grants>'),
      ['sql/grant-all-global'],
    ],
    ['in one line', xml, xmlUser('<grants><query>GRANT «ALL» ON *.*</query></grants>'), ['sql/grant-all-global']],
    ['one database', xml, xmlUser('<grants><query>GRANT SELECT ON shop.*</query></grants>'), []],
    ['the machine itself', xml, xmlUser('<grants><query>GRANT ALL ON *.*</query></grants>', '127.0.0.1'), []],
    ['a comment', xml, xmlUser('<!-- <grants><query>GRANT ALL ON *.*</query></grants> -->'), []],
    ['everything as YAML', yaml, 'users:\n  app:\n    grants:\n      - query: GRANT «ALL» ON *.*\n', ['sql/grant-all-global']],
    ['quoted', yaml, "users:\n  app:\n    grants:\n      - query: 'GRANT «ALL» ON *.*'\n", ['sql/grant-all-global']],
    ['a manager', yaml, 'users:\n  app:\n    password_sha256_hex: aa\n    «access_management»: 1\n', ['sql/role-attributes']],
    ['no manager', yaml, 'users:\n  app:\n    access_management: 0\n', []],
    ['no password', yaml, "users:\n  app:\n    «password»: ''\n    profile: default\n", ['sql/no-password']],
    ['and says so', 'clickhouse/users.yaml', 'users:\n  app:\n    «no_password»:\n    quota: default\n', ['sql/no-password']],
    ['reading alone', yaml, "profiles:\n  look:\n    readonly: 1\nusers:\n  app:\n    password: ''\n    profile: look\n", []],
    ['the machine itself as YAML', yaml, "users:\n  app:\n    password: ''\n    networks:\n      ip: ['::1', 127.0.0.1]\n", []],
    ['users of another program', 'config/users.yaml', "users:\n  app:\n    password: ''\n", []],
    ['a list of them', 'config/users.yaml', 'users:\n  - name: app\n    grants: [all]\n', []],
    ['names of classes', yaml, 'users:\n  __proto__:\n    grants:\n      - query: GRANT SELECT ON a.b\n', []],
  ])('%s', async (_name, file, text, rules) => {
    const plain = text.replaceAll(/[«»]/g, '');
    const { findings } = await analyzeTexts({ [file]: plain });
    const found = findings.filter(({ rule }) => rule.startsWith('sql/'));
    expect(found.map(({ rule }) => rule)).toEqual(rules);
    expect(found.map(({ at }) => plain.slice(...at.span))).toEqual([...text.matchAll(/«([^»]*)»/g)].map((match) => match[1]));
  });

  it('says who, also where a text is cut off', async () => {
    const whole = xmlUser('<grants><query>GRANT ALL ON *.*</query></grants>');
    const { findings } = await analyzeTexts({ [xml]: whole });
    expect(findings[0]!.message).toContain('`app`');
    for (let length = 0; length < whole.length; length += 7)
      dataServicesReader.read([createDocument(xml, whole.slice(0, length))], { neighbour: () => undefined } as never);
  });
});
