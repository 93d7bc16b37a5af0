import { describe, expect, it } from 'vitest';
import { createDocument, folderOf } from '../../../../server/engine/document.ts';
import { terraformReader } from '../../../../server/engine/facts/terraform/reader.ts';
import { analyzeTexts, type Texts } from '../../../support/analyze-text.ts';

async function found(texts: Texts): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(texts);
  expect(failures).toEqual([]);
  return findings
    .filter((finding) => /^(?:gcp\/basic|azure\/(?:owner|contributor))/.test(finding.rule))
    .map((finding) => `${finding.rule} ${finding.at.uri}: ${documents.get(finding.at.uri)!.text.slice(...finding.at.span)}`);
}

/** Calls of which it is said that more modules stand behind them than were read. */
function notFollowed(texts: Texts): string[] {
  const documents = new Map(Object.entries(texts).map(([uri, text]) => [uri, createDocument(uri, text)]));
  const read = terraformReader.read(
    [...documents.values()].filter(({ uri }) => folderOf(uri) === 'env'),
    {
      neighbour: (uri) => documents.get(uri),
      siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
  );
  return [...read.values()]
    .flatMap(({ problems }) => problems)
    .filter(({ kind }) => kind === 'limit')
    .map(
      ({ at }) =>
        `${at.uri}: ${documents
          .get(at.uri)!
          .text.slice(...at.span)
          .trimEnd()}`,
    );
}

const member = `variable "role" {}
variable "member" {}
resource "google_project_iam_member" "x" {
  project = "p"
  role    = var.role
  member  = var.member
}
resource "google_project_iam_member" "y" {
  project = "p"
  role    = "roles/logging.viewer"
  member  = var.member
}
`;

describe('a text that a module puts together of what it is given', () => {
  const role = `variable "owner" {}
variable "repository" {}
resource "aws_iam_role" "deploy" {
  assume_role_policy = jsonencode({ Statement = [{
    Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
    Condition = {
      StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
      StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:\${var.owner}/\${var.repository}:ref:refs/heads/main" }
    }
  }] })
}
`;
  const call = (repository: string): string =>
    `module "deploy" {\n  source     = "../modules/deploy"\n  owner      = local.owner\n  repository = "${repository}"\n}\nlocals {\n  owner = "octo-org"\n}\n`;
  it('is judged at what the caller gives', async () => {
    const texts = { 'modules/deploy/main.tf': role, 'env/main.tf': call('shop-*') };
    const { findings, documents } = await analyzeTexts(texts);
    const broad = findings.filter(({ rule }) => rule === 'aws/oidc-github-sub-wildcard');
    expect(broad.map(({ at }) => `${at.uri}: ${documents.get(at.uri)!.text.slice(...at.span)}`)).toEqual(['env/main.tf: shop-*']);
    expect(broad[0]!.message).toContain('repo:octo-org/shop-*');
  });
  it('and is quiet where all of it is named', async () => {
    const { findings } = await analyzeTexts({ 'modules/deploy/main.tf': role, 'env/main.tf': call('shop') });
    expect(findings.filter(({ rule }) => rule === 'aws/oidc-github-sub-wildcard')).toEqual([]);
  });
});

describe('instances of a resource', () => {
  it.each([
    [
      'for_each',
      (count: number) => `for_each = toset([${Array.from({ length: count }, (_, i) => `"n${i}"`).join(', ')}])\n  name = each.key`,
    ],
    ['count', (count: number) => `count = ${count}\n  name = "n\${count.index}"`],
  ])('by %s are said to be left out beyond what is told apart', (_, body) => {
    const limitsOf = (count: number): string[] => {
      const document = createDocument('env/main.tf', `resource "aws_iam_user" "u" {\n  ${body(count)}\n}\n`);
      terraformReader.read([document], { neighbour: () => undefined });
      return [...document.limits];
    };
    expect(limitsOf(256)).toEqual([]);
    expect(limitsOf(257)).toEqual(['beyond the first 256 instances of a resource']);
  });
});

describe('local modules', () => {
  it('judges what a call gives at the token in the call', async () => {
    expect(
      await found({
        'env/main.tf':
          'module "a" {\n  source = "../modules/member"\n  role   = "roles/owner"\n  member = "group:g@acme.example"\n}\nmodule "b" {\n  source = "../modules/member"\n  role   = "roles/viewer"\n  member = "group:g@acme.example"\n}\n',
        'modules/member/main.tf': member,
      }),
    ).toEqual(['gcp/basic-role-owner env/main.tf: roles/owner', 'gcp/basic-role-viewer env/main.tf: roles/viewer']);
  });

  it('reads a call that is made for several once for each of them', async () => {
    const texts = (roles: string) => ({
      'env/main.tf': `locals {
  roles = {
${roles}
  }
}
module "each" {
  source   = "../modules/member"
  for_each = local.roles
  role     = each.value
  member   = "group:${'${each.key}'}@acme.example"
}
`,
      'modules/member/main.tf': member,
    });
    expect(await found(texts('    a = "roles/viewer"\n    b = "roles/owner"'))).toEqual([
      'gcp/basic-role-viewer env/main.tf: roles/viewer',
      'gcp/basic-role-owner env/main.tf: roles/owner',
    ]);
    expect(await found(texts('    a = "roles/logging.viewer"'))).toEqual([]);
  });

  it('leaves a reading to each call behind one that is made for many, and says where modules were not read', async () => {
    const calls = (count: number, behind: string) => ({
      'env/main.tf': `module "many" {
  source = "../modules/member"
  count  = ${count}
  role   = "roles/logging.viewer"
  member = "user:a${'${count.index}'}@acme.example"
}
module "far" {
  source = "terraform-google-modules/iam/google"
}
${behind}`,
      'modules/member/main.tf': member,
    });
    const owner = (name: string) =>
      `module "${name}" {\n  source = "../modules/member"\n  role   = "roles/owner"\n  member = "group:${name}@acme.example"\n}\n`;
    const both = owner('b') + owner('c');
    const texts = calls(64, both);
    expect(await found(texts)).toEqual(['gcp/basic-role-owner env/main.tf: roles/owner', 'gcp/basic-role-owner env/main.tf: roles/owner']);
    expect(notFollowed(texts)).toEqual(['env/main.tf: module "many"']);
    expect(notFollowed(calls(62, both))).toEqual([]);
    const crowd = Array.from({ length: 66 }, (_, index) => owner(`m${index}`)).join('');
    expect(notFollowed(calls(1, crowd))).toEqual(['env/main.tf: module "m63"', 'env/main.tf: module "m64"', 'env/main.tf: module "m65"']);
  });

  it('says once what all instances of a call are given, and nothing of a call that is off', async () => {
    const call = (meta: string) => ({
      'env/main.tf': `module "m" {\n  source = "../modules/member"\n  ${meta}\n  role   = "roles/owner"\n  member = "group:g@acme.example"\n}\n`,
      'modules/member/main.tf': member,
    });
    expect(await found(call('count  = 3'))).toEqual(['gcp/basic-role-owner env/main.tf: roles/owner']);
    expect(await found(call('count  = 0'))).toEqual([]);
  });

  it('follows calls inside calls, and outputs', async () => {
    expect(
      await found({
        'env/main.tf':
          'module "names" {\n  source = "./names"\n}\nresource "google_project_iam_member" "x" {\n  project = "p"\n  role    = module.names.role\n  member  = "user:a@acme.example"\n}\n',
        'env/names/main.tf': 'output "role" {\n  value = "roles/owner"\n}\n',
      }),
    ).toEqual(['gcp/basic-role-owner env/main.tf: module.names.role']);
    expect(
      await found({
        'env/main.tf': 'module "outer" {\n  source = "./outer"\n  given  = "roles/owner"\n}\n',
        'env/outer/main.tf':
          'variable "given" {}\nmodule "inner" {\n  source = "../../modules/member"\n  role   = var.given\n  member = "user:a@acme.example"\n}\n',
        'modules/member/main.tf': member,
      }),
    ).toEqual(['gcp/basic-role-owner env/main.tf: roles/owner']);
  });

  it('says what the module itself writes once, in the module', async () => {
    expect(
      await found({
        'env/main.tf': 'module "a" {\n  source = "../modules/owner"\n}\nmodule "b" {\n  source = "../modules/owner"\n}\n',
        'modules/owner/main.tf':
          'resource "google_project_iam_member" "x" {\n  project = "p"\n  role    = "roles/owner"\n  member  = "group:g@acme.example"\n}\n',
      }),
    ).toEqual(['gcp/basic-role-owner modules/owner/main.tf: roles/owner']);
  });

  it('comes to an end where modules call each other, and leaves modules of a registry alone', async () => {
    expect(
      await found({
        'a/main.tf':
          'variable "role" {\n  default = "roles/viewer2"\n}\nmodule "b" {\n  source = "../b"\n  role   = var.role\n}\nmodule "c" {\n  source = "terraform-google-modules/iam/google"\n  role   = "roles/owner"\n}\nmodule "d" {\n  source = "./gone"\n}\nmodule "e" {\n  source = "../b"\n  role   = module.e.x\n}\n',
        'b/main.tf': 'variable "role" {}\nmodule "a" {\n  source = "../a"\n  role   = var.role\n}\n',
      }),
    ).toEqual([]);
  });
});
