// Folders of Terraform in which everything leans on everything, and edits of them from a seed: what people do to files, from a
// letter to a file that is renamed. For tests that hold a long day of reading again against one fresh reading.
import type { Random } from './random-yaml.ts';

/** Texts by uri. */
export type Texts = Readonly<Record<string, string>>;

/** A number as a text would be written, so that no literal here looks like a key. */
const word = ['Kw7', 'rTz', '29q', 'LmV'].join('x');

/** The folder as it begins. */
export const terraformFolder: Texts = {
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
  count   = 3
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
data "aws_iam_policy" "admin" {
  arn = "arn:aws:iam::aws:policy/AdministratorAccess"
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
resource "aws_iam_role_policy_attachment" "admin" {
  role       = aws_iam_role.ci.name
  policy_arn = data.aws_iam_policy.admin.arn
}
resource "aws_iam_user" "people" {
  for_each = local.people
  name     = each.key
}
resource "aws_iam_access_key" "people" {
  for_each = local.people
  user     = aws_iam_user.people[each.key].name
}
resource "aws_iam_access_key" "many" {
  count = local.count
  user  = "many-\${count.index}"
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
  'infra/calls.tf': `module "each" {
  source   = "./grants"
  for_each = var.unused
  actions  = ["iam:*"]
  name     = each.key
}
module "people" {
  source   = "./grants"
  for_each = local.people
  actions  = var.actions
  name     = "\${local.prefix}-\${each.key}"
}
resource "aws_iam_role_policy" "each" {
  role   = module.each.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = local.actions, Resource = module.each.role }] })
}
`,
  'infra/google.tf': `data "google_iam_policy" "own" {
  binding {
    role    = "roles/owner"
    members = ["allUsers", "user:\${local.name}@example.com"]
  }
}
resource "google_project_iam_policy" "own" {
  project     = local.prefix
  policy_data = data.google_iam_policy.own.policy_data
}
resource "google_project_iam_member" "ada" {
  project = local.prefix
  role    = "roles/editor"
  member  = "user:ada@example.com"
}
`,
  'infra/cluster.tf': `resource "kubernetes_cluster_role" "all" {
  metadata {
    name = local.name
  }
  rule {
    api_groups = ["*"]
    resources  = ["*"]
    verbs      = ["*"]
  }
}
resource "kubernetes_cluster_role_binding" "all" {
  metadata {
    name = "all"
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = kubernetes_cluster_role.all.metadata[0].name
  }
  subject {
    kind = "Group"
    name = "system:authenticated"
  }
}
`,
  'infra/provider.tf': `provider "aws" {
  access_key = var.trusted
  secret_key = "${word}"
}
`,
  'infra/extra.tf.json': `{"resource": {"aws_iam_user_policy_attachment": {"ada": {
  "user": "\${aws_iam_user.people[\\"ada\\"].name}", "policy_arn": "\${aws_iam_policy.edge.arn}"}}},
 "locals": {"extra": "\${local.name}-extra"}}
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
output "name" {
  value = var.name
}
module "deeper" {
  source  = "../deeper"
  actions = var.actions
}
`,
  'infra/deeper/main.tf': `variable "actions" {}
resource "aws_iam_group_policy" "deep" {
  group  = "deep"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })
}
`,
};

/** Files that come and go, as they come: any of several texts. */
const comers: Readonly<Record<string, readonly string[]>> = {
  'infra/main_override.tf': [
    'locals {\n  prefix = "other"\n}\n',
    'resource "aws_iam_policy" "edge" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "a" }] })\n}\n',
    'module "grants" {\n  actions = ["ec2:Describe*"]\n}\nvariable "trusted" {\n  default = "*"\n}\n',
    'data "aws_iam_policy_document" "base" {\n  statement {\n    actions   = ["kms:*"]\n    resources = ["*"]\n  }\n}\n',
  ],
  'infra/z.auto.tfvars': ['trusted = "arn:aws:iam::999999999999:root"\n', 'actions = ["ec2:*", "iam:*"]\n', 'unused = { one = 1 }\n'],
  // Declares once more what stands in another file, before and behind it in the order of names.
  'infra/again.tf': [
    'resource "aws_iam_role" "ci" {\n  name = "again"\n  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sts:AssumeRole" }] })\n}\nresource "aws_iam_user" "again" {\n  name = local.name\n}\n',
    'locals {\n  name = "twice"\n}\n',
  ],
  'infra/zz.tf': [
    'resource "aws_iam_policy" "edge" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:*", Resource = "*" }] })\n}\n',
    'variable "trusted" {\n  default = "123456789012"\n}\n',
    'output "docs" {\n  value = [data.aws_iam_policy_document.other.json, data.vault_policy_document.one, local.actions]\n}\n',
  ],
  'infra/terragrunt.hcl': ['inputs = {\n  trusted = "*"\n  actions = ["iam:*"]\n}\n', 'terraform {\n  source = "./grants"\n}\n'],
  'infra/grants/more.tf': [
    'resource "aws_iam_user_policy" "more" {\n  user = "more"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })\n}\n',
    'resource "aws_iam_role" "made" {\n  name = "twice"\n}\n',
  ],
  'infra/deeper/more.tf': [
    'resource "aws_iam_role_policy" "more" {\n  role = "more"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })\n}\n',
  ],
  '.posture/config.yaml': [
    'profile: audit\n',
    'profile: strict\n',
    'ignore:\n  - path: infra/functions.tf\n    reason: made by a tool\n    owner: "@acme/web"\n',
    'rules:\n  aws/admin-wildcard: low\n',
  ],
};

const words: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(?:local|var|s3|ada|true|ci|whole|edge|actions|NONE|admin|MOCK|base|other|made|role|people|prefix|name|iam)\b/g,
    ['var', 'local', 'ci', 'edge', 'people', 'name', 'iam', 'x', 'role', 'base'],
  ],
  [/"(?:\*|iam:\*|s3:\*|shop|api|GET|AWS)"/g, ['"*"', '"iam:*"', '"a"', '"*:*"']],
  [/\b[0-9]{1,3}\b/g, ['0', '1', '3', '70', '300']],
  // As long as what stood there: offsets stay, lines and meanings do not.
  [/ (?=[a-z"])/g, ['\n', '\t', '#']],
  [/[{}]/g, ['', '{', '}', ' ']],
];

const remarks = [
  '# a remark',
  '# posture-ignore-next-line aws/admin-wildcard -- known @acme/web until 2026-12-01',
  '# posture-ignore-next-line -- all of it',
  '#checkov:skip=CKV_AWS_40:known',
  '/*',
  '*/',
  '<<EOF',
];

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)]!;
}

/** A text with one place of it changed. */
function changed(text: string, lines: readonly string[], random: Random): string {
  const own = text.split('\n');
  const at = Math.floor(random() * own.length);
  const kind = random();
  if (kind < 0.12) own.splice(at, 0, pick(remarks, random));
  else if (kind < 0.22) own.splice(at, 0, pick(lines, random));
  else if (kind < 0.3) own.splice(at, 1);
  else if (kind < 0.35) own[at] = `${own[at]} # x`;
  else if (kind < 0.4) own.push(...own.slice(0, at));
  else if (kind < 0.45) own.push(...own.splice(at, 5));
  else {
    const [pattern, others] = pick(words, random);
    const places = [...text.matchAll(pattern)];
    if (places.length === 0) return `${text}\n`;
    const place = pick(places, random);
    return text.slice(0, place.index) + pick(others, random) + text.slice(place.index + place[0].length);
  }
  return own.join('\n');
}

/** What one step of an edit does to the texts: each uri that it touches with its new text, or with none where the file goes. */
export function editOf(texts: Texts, random: Random): Record<string, string | undefined> {
  const lines = Object.values(terraformFolder).flatMap((text) => text.split('\n'));
  // A configuration that is broken counts as it was before, which nobody knows who begins with it.
  const present = Object.keys(texts).filter((uri) => !uri.startsWith('.posture/'));
  const kind = random();
  if (kind < 0.12) {
    const uri = pick(Object.keys(comers), random);
    return { [uri]: texts[uri] !== undefined && random() < 0.6 ? undefined : pick(comers[uri]!, random) };
  }
  if (kind < 0.2) {
    const uri = pick(Object.keys(terraformFolder), random);
    return { [uri]: terraformFolder[uri] };
  }
  const uri = pick(present, random);
  if (kind < 0.24) return { [uri]: undefined };
  if (kind < 0.28) {
    const name = pick(['a.tf', 'zzz.tf', 'mid.tf', 'x_override.tf', 'a.auto.tfvars'], random);
    return { [uri]: undefined, [uri.replace(/[^/]*$/, name)]: texts[uri] };
  }
  if (kind < 0.33) {
    // A piece goes from one file to another.
    const [from, to] = [texts[uri]!.split('\n'), pick(present, random)];
    const piece = from.splice(Math.floor(random() * from.length), 1 + Math.floor(random() * 8));
    return to === uri ? {} : { [uri]: from.join('\n'), [to]: `${texts[to]!}${piece.join('\n')}\n` };
  }
  return { [uri]: changed(texts[uri]!, lines, random) };
}

/** The texts after an edit. */
export function edited(texts: Texts, edit: Readonly<Record<string, string | undefined>>): Texts {
  const now: Record<string, string> = { ...texts };
  for (const [uri, text] of Object.entries(edit)) {
    if (text === undefined) delete now[uri];
    else now[uri] = text;
  }
  return now;
}
