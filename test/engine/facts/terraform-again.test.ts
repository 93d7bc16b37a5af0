// A module that is read again after an edit comes to what a first reading comes to, whatever the edit was, and reads only
// what the edit can have changed.
import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../rules/registry.ts';
import { createDocument, folderOf, type Document } from '../../../server/engine/document.ts';
import { createEngine, type Engine } from '../../../server/engine/engine.ts';
import { unknownWorkspace } from '../../../server/engine/project.ts';
import { defaultSettings } from '../../../server/engine/settings.ts';
import { seeded } from '../../support/random-yaml.ts';

const files: Readonly<Record<string, string>> = {
  'infra/variables.tf': `variable "actions" {
  default = ["s3:*"]
}
variable "trusted" {
  default = "arn:aws:iam::123456789012:root"
}
variable "unused" {}
`,
  'infra/locals.tf': `locals {
  prefix  = "shop"
  name    = "\${local.prefix}-orders"
  actions = concat(var.actions, ["iam:PassRole"])
  people  = { ada = "admin", bob = "reader" }
}
`,
  'infra/policies.tf': `data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Base"
    actions   = local.actions
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "whole" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [data.aws_iam_policy_document.other.json]
}
data "aws_iam_policy_document" "other" {
  statement {
    sid       = "Base"
    actions   = ["sqs:*"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "whole" {
  name   = "\${local.name}-whole"
  policy = data.aws_iam_policy_document.whole.json
}
resource "aws_iam_policy" "edge" {
  name   = "edge"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
data "vault_policy_document" "one" {
  rule {
    path         = "secret/*"
    capabilities = ["sudo"]
  }
}
`,
  'infra/roles.tf': `resource "aws_iam_role" "ci" {
  name                 = local.name
  permissions_boundary = aws_iam_policy.edge.arn
  assume_role_policy   = <<-EOF
    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "\${var.trusted}"}, "Action": "sts:AssumeRole"}]}
  EOF
}
resource "aws_iam_role_policy_attachment" "ci" {
  role       = aws_iam_role.ci.name
  policy_arn = aws_iam_policy.whole.arn
}
resource "aws_iam_user" "people" {
  for_each = local.people
  name     = each.key
}
resource "aws_iam_access_key" "people" {
  for_each = local.people
  user     = aws_iam_user.people[each.key].name
}
`,
  'infra/functions.tf': `resource "aws_lambda_function" "api" {
  function_name = "api"
  role          = aws_iam_role.ci.arn
}
resource "aws_lambda_function_url" "api" {
  function_name      = aws_lambda_function.api.function_name
  authorization_type = "NONE"
}
resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}
resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  http_method   = "GET"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "get" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  http_method = aws_api_gateway_method.get.http_method
  type        = "MOCK"
}
`,
  'infra/main.tf': `module "grants" {
  source  = "./grants"
  actions = var.actions
  name    = local.name
}
module "lambda" {
  source      = "terraform-aws-modules/lambda/aws"
  policy      = "arn:aws:iam::aws:policy/AdministratorAccess"
  lambda_role = module.grants.role
}
resource "aws_iam_role_policy" "file" {
  role   = aws_iam_role.ci.id
  policy = templatefile("policy.json.tpl", { actions = local.actions })
}
resource "aws_iam_user_policy" "read" {
  user   = "ada"
  policy = file("read.json")
}
output "role" {
  value = module.grants.role
}
`,
  'infra/terraform.tfvars': `trusted = "*"
`,
  'infra/policy.json.tpl': `{"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}
`,
  'infra/read.json': `{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
`,
  'infra/grants/main.tf': `variable "actions" {}
variable "name" {}
resource "aws_iam_role" "made" {
  name               = var.name
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "made" {
  role   = aws_iam_role.made.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })
}
output "role" {
  value = aws_iam_role.made.arn
}
`,
};

class Workplace {
  readonly documents = new Map<string, Document>();
  readonly judged: string[] = [];
  readonly engine: Engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: {
      document: (uri) => this.documents.get(uri),
      siblings: (folder) => [...this.documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
    onDocument: (uri) => this.judged.push(uri),
  });

  /** Puts texts down and reads what that changes, as an editor does. */
  async edit(texts: Readonly<Record<string, string | undefined>>): Promise<void> {
    const changed: Document[] = [];
    for (const [uri, text] of Object.entries(texts)) {
      this.documents.delete(uri);
      if (text === undefined) this.engine.remove(uri);
      else changed.push(this.documents.set(uri, createDocument(uri, text)).get(uri)!);
      changed.push(...this.engine.askersOf(uri).flatMap((asker) => this.documents.get(asker) ?? []));
      if (text === undefined) changed.push(...[...this.documents.values()].filter((other) => folderOf(other.uri) === folderOf(uri)));
    }
    await this.read(changed, true);
  }

  /** In one order, because of two files that declare one name the first counts. */
  async read(documents: readonly Document[], remember: boolean): Promise<void> {
    const together = this.engine.withSiblings([...new Set(documents)]);
    await this.engine.read(
      together.sort((a, b) => (a.uri < b.uri ? -1 : 1)),
      { remember },
    );
  }

  /** Facts and findings, in an order that does not depend on who was read first. */
  async cameTo(): Promise<string> {
    const { findings, failures } = await this.engine.analyze();
    const facts = [...this.engine.facts].sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([facts, findings.map(({ at, rule, message, severity }) => [at, rule, message, severity]), failures], null, 1);
  }
}

const lines = Object.values(files).flatMap((text) => text.split('\n'));

/** One edit of one file: a word, a line of any file, a line less, a whole block twice, a file more or less. */
function editOf(texts: Record<string, string | undefined>, random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const uri = pick(Object.keys(files));
  const text = texts[uri] ?? files[uri]!;
  const kind = random();
  if (kind < 0.06) texts[uri] = undefined;
  else if (kind < 0.16) texts[uri] = files[uri];
  else if (kind < 0.2) texts['infra/main_override.tf'] = texts['infra/main_override.tf'] ? undefined : 'locals {\n  prefix = "other"\n}\n';
  else {
    const own = text.split('\n');
    const at = Math.floor(random() * own.length);
    if (kind < 0.4) own.splice(at, 0, '# a remark');
    else if (kind < 0.55) own.splice(at, 0, pick(lines));
    else if (kind < 0.65) own.splice(at, 1);
    else if (kind < 0.9)
      own[at] = own[at]!.replace(/\b(?:local|var|s3|ada|"\*"|true|ci|whole|actions|NONE|admin)\b/, () =>
        pick(['var', 'local', 'ci', 'edge', 'people', 'name', 'iam', 'x']),
      );
    else own[at] = `${own[at]} # x`;
    texts[uri] = own.join('\n');
  }
  return uri;
}

describe('a module that is read again', () => {
  it.each([1, 2, 3, 4])('comes to what a first reading comes to, %i', async (seed) => {
    const random = seeded(seed * 7919);
    const texts: Record<string, string | undefined> = { ...files };
    const warm = new Workplace();
    await warm.edit(texts);
    for (let n = 0; n < 25; n++) {
      const before = { ...texts };
      editOf(texts, random);
      const changed = Object.fromEntries(Object.entries(texts).filter(([uri, text]) => before[uri] !== text));
      for (const [uri, text] of Object.entries(changed)) if (text === undefined) delete texts[uri];
      await warm.edit(changed);
      const cold = new Workplace();
      for (const [uri, { text }] of warm.documents) cold.documents.set(uri, createDocument(uri, text));
      await cold.read([...cold.documents.values()], false);
      expect(await warm.cameTo(), `edit ${n}: ${JSON.stringify(changed)}`).toBe(await cold.cameTo());
    }
  });

  it('knows that a value is shared as soon as another file names it', async () => {
    const policy = `resource "aws_iam_policy" "once" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = local.once, Resource = "*" }] })
}
`;
    const warm = new Workplace();
    await warm.edit({ 'infra/locals.tf': 'locals {\n  once = "iam:*"\n}\n', 'infra/once.tf': policy });
    const editable = (): boolean | undefined => warm.engine.facts.get('infra/once.tf')!.facts.grants[0]?.actions[0]?.editable;
    expect(editable()).toBe(true);
    await warm.edit({ 'infra/more.tf': 'output "once" {\n  value = local.once\n}\n' });
    expect(editable()).toBe(false);
  });

  it('reads and judges only what an edit can have changed', async () => {
    const warm = new Workplace();
    await warm.edit(files);
    await warm.engine.analyze();
    const before = new Map(warm.engine.facts);
    warm.judged.length = 0;
    await warm.edit({ 'infra/functions.tf': `${files['infra/functions.tf']}# a remark\n` });
    await warm.engine.analyze();
    const changed = [...warm.engine.facts].filter(([uri, facts]) => before.get(uri) !== facts).map(([uri]) => uri);
    expect(changed).toEqual(['infra/functions.tf']);
    // A local that two files use: those are read again, and nobody else.
    const known = new Map(warm.engine.facts);
    await warm.edit({ 'infra/locals.tf': files['infra/locals.tf']!.replace('"shop"', '"store"') });
    const read = [...warm.engine.facts].filter(([uri, facts]) => known.get(uri) !== facts).map(([uri]) => uri);
    expect(read).not.toContain('infra/variables.tf');
    expect(read).toContain('infra/roles.tf');
    expect(read).toContain('infra/policies.tf');
  });
});
