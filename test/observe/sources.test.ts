import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { observationSources } from '../../server/engine/observation.ts';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { factLine, readEvidenceLine } from '../../server/posture/evidence.ts';
import { sourceNamed, sourceNames } from '../../server/observe/sources.ts';
import { validityOf } from '../../server/observe/sources/certificates.ts';
import { read } from './read.ts';
import { authorizationDetails, cluster, credentialReport, samples } from './samples.ts';

const json = JSON.stringify;

describe.each(samples.map((sample) => [sample.source, sample] as const))('%s', (source, sample) => {
  it('is read as its documentation has it', async () => {
    const result = await read(source, [fillTokens(sample.text)], sample);
    expect(result.refused).toBeUndefined();
    expect(result.place).toBe(sample.of);
    for (const fact of sample.facts) expect(result.facts).toContainEqual(expect.objectContaining(fact));
  });

  it('comes to the same in pieces of one character', async () => {
    const text = fillTokens(sample.text);
    expect(await read(source, [text], { ...sample, piece: 1 })).toEqual(await read(source, [text], sample));
  });

  it('gives facts that a record can hold', async () => {
    for (const fact of (await read(source, [fillTokens(sample.text)], sample)).facts)
      expect(readEvidenceLine(factLine(fact).trimEnd())).toEqual({ fact });
  });

  it('is refused when it was cut, and the sentence says so', async () => {
    const text = fillTokens(sample.text).trimEnd();
    const { refused } = await read(source, [text.slice(0, Math.floor(text.length * 0.6))], sample);
    expect(refused).toMatch(/cut off/);
  });

  it('given twice is read once', async () => {
    if (source === 'vault-metadata' || source === 'aws-last-accessed') return;
    const text = fillTokens(sample.text);
    const once = await read(source, [text], sample);
    const twice = await read(source, [text, text], sample);
    if (twice.refused !== undefined) expect(twice.refused).toMatch(/last pages/);
    else expect(twice.facts).toEqual(once.facts);
  });

  it('has a page to look it up in, and a command or the reason for none', async () => {
    const { reference, commands, placeForm, subjectForm } = await sourceNamed(source);
    expect(reference).toMatch(/^https:\/\//);
    for (const { args } of commands) {
      expect(args.some((argument) => argument.includes('<place>')) ? placeForm : 'none').toBeTruthy();
      expect(args.some((argument) => argument.includes('<about>')) ? subjectForm : 'none').toBeTruthy();
    }
  });
});

it('every source has a sample', () => {
  expect([...sourceNames].sort()).toEqual([...observationSources].sort());
  expect(
    samples
      .map(({ source }) => source)
      .concat('certificates')
      .sort(),
  ).toEqual([...observationSources].sort());
});

describe('values of secrets', () => {
  it('are in no fact', async () => {
    for (const sample of samples) {
      const facts = json((await read(sample.source, [fillTokens(sample.text)], sample)).facts);
      for (const value of [
        'never-to-be-kept',
        'c3VwZXJzZWNyZXQ',
        'private words',
        fillTokens('{{token:github-pat}}'),
        fillTokens('{{token:aws-access-key-id}}'),
      ])
        expect(facts).not.toContain(value);
    }
  });

  it('are compared by the digest that the scanner gives', async () => {
    const { createDocument } = await import('../../server/engine/document.ts');
    const { scanSecrets } = await import('../../server/engine/secrets/scan.ts');
    const [alert] = (
      await read('github-secret-alerts', [fillTokens(samples.find(({ source }) => source === 'github-secret-alerts')!.text)])
    ).facts;
    const [candidate] = scanSecrets(createDocument('src/a.ts', fillTokens("const a = '{{token:github-pat}}';\n")));
    expect(alert).toMatchObject({ digests: [candidate!.digest] });
  });
});

describe('pages of an AWS account', () => {
  const { UserDetailList, RoleDetailList, GroupDetailList, Policies } = authorizationDetails;
  const first = json({ IsTruncated: true, Marker: 'x', UserDetailList, GroupDetailList, RoleDetailList: [], Policies: [] });
  const second = json({ IsTruncated: false, UserDetailList: [], GroupDetailList: [], RoleDetailList, Policies });
  const sorted = (facts: readonly object[]) => facts.map((fact) => json(fact)).sort();

  it('come in any order', async () => {
    const [there, back] = [
      await read('aws-authorization-details', [first, second]),
      await read('aws-authorization-details', [second, first]),
    ];
    expect(there.refused ?? back.refused).toBeUndefined();
    expect(sorted(there.facts)).toEqual(sorted(back.facts));
    expect(there.complete).toEqual(['grant', 'identity']);
  });

  it('are refused when the last one is missing, when accounts are mixed, and when they are from two exports', async () => {
    expect((await read('aws-authorization-details', [first])).refused).toMatch(/the last page is missing/);
    expect((await read('aws-authorization-details', [first, second.replaceAll('123456789012', '210987654321')])).refused).toMatch(
      /about account 210987654321, and other files are about 123456789012/,
    );
    expect((await read('aws-authorization-details', [second, second.replace('@acme/pay', '@acme/other')])).refused).toMatch(
      /deploy stands twice and differs/,
    );
    expect((await read('aws-authorization-details', [second], { place: 'aws:210987654321' })).refused).toMatch(
      /is about aws:123456789012, and aws:210987654321 was asked for/,
    );
  });

  it('without users say that absence means nothing', async () => {
    const { complete, gaps } = await read('aws-authorization-details', [json({ RoleDetailList })]);
    expect(complete).toEqual([]);
    expect(gaps.join()).toMatch(/lists no users/);
  });

  it('with an empty list of users are whole', async () => {
    expect(
      (await read('aws-authorization-details', [json({ UserDetailList: [], RoleDetailList, GroupDetailList: [], Policies: [] })])).complete,
    ).toEqual(['grant', 'identity']);
  });

  it('are told from other JSON', async () => {
    for (const text of ['{}', '[]', '{"error": "AccessDenied"}', '"x"'])
      expect((await read('aws-authorization-details', [text])).refused, text).toMatch(/no output of get-account-authorization-details/);
    for (const text of ['', '  ', '{"a"', 'aws: command not found', '<html>'])
      expect((await read('aws-authorization-details', [text])).refused, text).toMatch(/is empty|cut off|no JSON/);
  });
});

describe('a credential report', () => {
  it('is read as AWS prints it, with its own time', async () => {
    const text = json({
      Content: Buffer.from(credentialReport).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: '2026-11-20T10:00:00+00:00',
    });
    const result = await read('aws-credential-report', [text]);
    expect(result.taken).toBe('2026-11-20T10:00:00Z');
    expect(result.facts).toEqual((await read('aws-credential-report', [credentialReport])).facts);
  });

  it('keeps a comma and a line end inside of quotes, takes columns that it does not know, and refuses other tables', async () => {
    const [head, root] = credentialReport.split('\n');
    const odd = `${head},new_column\n${root},"a, ""b""\nc"\n`;
    expect((await read('aws-credential-report', [odd])).refused).toBeUndefined();
    expect((await read('aws-credential-report', [odd.replaceAll('\n', '\r\n')])).facts).toHaveLength(2);
    expect((await read('aws-credential-report', ['name,age\nx,1\n'])).refused).toMatch(/has no column user, arn/);
    expect((await read('aws-credential-report', [`${head}\n${root!.slice(0, -8)}\n`])).refused).toMatch(/cut off or edited/);
  });
});

describe('dates', () => {
  it('in the future are unknown, and that is said', async () => {
    const { facts, gaps } = await read('aws-credential-report', [credentialReport.replace('2024-02-01', '2031-02-01')]);
    expect(facts.find((fact) => fact.fact === 'credential' && fact.name === 'access key 1')).not.toHaveProperty('created');
    expect(gaps.join()).toMatch(/a date in the future/);
  });
});

describe('a cluster', () => {
  it('of some namespaces only is not whole', async () => {
    const some = {
      ...cluster,
      items: cluster.items.filter(({ metadata }) => !('namespace' in metadata) || metadata.namespace !== 'kube-system'),
    };
    expect((await read('kubectl', [json(some)])).complete).toEqual([]);
    expect((await read('kubectl', [json(cluster)])).complete).toEqual(['grant', 'identity']);
  });

  it('of a version that is not read says so', async () => {
    const { gaps } = await read('kubectl', [
      json(cluster).replace('rbac.authorization.k8s.io/v1","kind":"RoleBinding', 'rbac.authorization.k8s.io/v1beta1","kind":"RoleBinding'),
    ]);
    expect(gaps.join()).toMatch(/RoleBinding of rbac\.authorization\.k8s\.io\/v1beta1, which is not read/);
  });
});

it('pages that are missing are said', async () => {
  expect((await read('github-installations', [json({ total_count: 3, installations: [] })])).refused).toMatch(/0 of 3 installations/);
  expect(
    (await read('entra-oauth-grants', [json({ value: [], '@odata.nextLink': 'https://graph.microsoft.com/x' })], { place: 'entra:a' }))
      .refused,
  ).toMatch(/the last page is missing/);
  expect(
    (await read('slack-apps', [json({ ok: true, approved_apps: [], response_metadata: { next_cursor: 'x' } })], { place: 'slack:a' }))
      .refused,
  ).toMatch(/the last page is missing/);
  expect((await read('slack-apps', [json({ ok: false, error: 'not_authed' })], { place: 'slack:a' })).refused).toMatch(/error of Slack/);
  expect((await read('github-members', [json({ message: 'Not Found', documentation_url: 'x' })], { place: 'github:a' })).refused).toMatch(
    /holds no list/,
  );
});

it('what a person has to say is asked for', async () => {
  expect((await read('github-members', ['[]'])).refused).toMatch(/give --place github:ORGANIZATION/);
  expect((await read('vault-metadata', [samples.find(({ source }) => source === 'vault-metadata')!.text])).refused).toMatch(
    /give --about PATH/,
  );
  expect(
    (await read('vault-metadata', [json({ data: { data: { password: 'x' }, metadata: { version: 3 } } })], { subject: 'a/b' })).refused,
  ).toMatch(/holds the secret itself/);
});

it('a raw state of Terraform is read as well, with modules and indexes', async () => {
  const state = {
    version: 4,
    terraform_version: '1.9.0',
    serial: 3,
    lineage: 'x',
    resources: [
      {
        module: 'module.ci',
        mode: 'managed',
        type: 'aws_iam_role',
        name: 'r',
        instances: [
          { index_key: 0, attributes: { name: 'r0' } },
          { index_key: 'a', attributes: { name: 'ra' } },
        ],
      },
      { mode: 'managed', type: 'random_password', name: 'p', instances: [{ attributes: { result: 'never-to-be-kept' } }] },
    ],
  };
  const { facts, refused } = await read('terraform-state', [json(state)]);
  expect(refused).toBeUndefined();
  expect(facts).toMatchObject([
    { id: 'aws:role:r0', address: 'module.ci.aws_iam_role.r[0]' },
    { id: 'aws:role:ra', address: 'module.ci.aws_iam_role.r["a"]' },
  ]);
  expect((await read('terraform-state', [json({ ...state, version: 3 })])).refused).toMatch(/format 3, which is not read/);
});

describe('certificates', () => {
  it('as openssl writes them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'posture-certificate-'));
    try {
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-keyout',
          'key.pem',
          '-out',
          'cert.pem',
          '-days',
          '400',
          '-subj',
          '/CN=shop',
        ],
        { cwd: folder, stdio: 'ignore' },
      );
      const text = readFileSync(join(folder, 'key.pem'), 'utf8') + readFileSync(join(folder, 'cert.pem'), 'utf8');
      const end = execFileSync('openssl', ['x509', '-in', 'cert.pem', '-noout', '-enddate'], { cwd: folder, encoding: 'utf8' })
        .trim()
        .slice('notAfter='.length);
      const { facts } = await read('certificates', [text]);
      expect(facts).toMatchObject([
        { fact: 'credential', kind: 'certificate', name: 'exports/export-0', until: `${new Date(end).toISOString().slice(0, 19)}Z` },
      ]);
      expect(json(facts)).not.toContain(text.split('\n')[1]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('that are none are refused or said', async () => {
    expect((await read('certificates', ['hello'])).refused).toMatch(/holds no certificate/);
    expect(validityOf('AAAA')).toBeUndefined();
    expect(validityOf('')).toBeUndefined();
  });
});
