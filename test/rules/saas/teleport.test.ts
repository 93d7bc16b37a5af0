// Roles, holders and tokens of Teleport in files for tctl, objects of the operator and Terraform.
import { rules } from '../../../rules/saas/rules.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const role = (allow: string, name = 'ops') => `kind: role\nversion: v7\nmetadata:\n  name: ${name}\nspec:\n  allow:\n${allow}`;
const terraform = (spec: string, type = 'teleport_role') =>
  `resource "${type}" "it" {\n  version  = "v7"\n  metadata = { name = "it" }\n  spec = {\n${spec}  }\n}\n`;
const operator = (allow: string) =>
  `apiVersion: resources.teleport.dev/v1\nkind: TeleportRoleV7\nmetadata:\n  name: ops\nspec:\n  allow:\n${allow}`;
const file = 'teleport/roles.yaml';

ruleTester(rule('saas/teleport-every-verb'), {
  valid: [
    {
      file,
      because: 'a condition limits it',
      text: role(
        '    rules:\n      - resources: ["*"]\n        verbs: ["*"]\n        where: equals(resource.metadata.labels["team"], "a")\n',
      ),
    },
    { file, because: 'reading', text: role('    rules:\n      - resources: ["*"]\n        verbs: [list, read]\n') },
    {
      file,
      because: 'what is denied',
      text: 'kind: role\nversion: v7\nmetadata:\n  name: ops\nspec:\n  deny:\n    rules:\n      - resources: ["*"]\n        verbs: ["*"]\n',
    },
    {
      file,
      because: 'a Role of Kubernetes',
      text: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: a\n  namespace: b\nrules: []\n',
    },
    {
      file: 'infra/main.tf',
      because: 'unknown verbs',
      text: terraform('    allow = { rules = [{ resources = ["*"], verbs = var.verbs }] }\n'),
    },
  ],
  invalid: [
    {
      file,
      because: 'tctl',
      severity: 'high',
      text: role("    rules:\n      - resources: ['*']\n        verbs: ['«*»']\n"),
      suggestions: [role("    rules:\n      - resources: ['*']\n        verbs: ['list', 'read']\n")],
    },
    {
      file: 'deploy/teleport.yaml',
      because: 'the operator',
      text: operator('    rules:\n      - resources: ["*"]\n        verbs: ["«*»"]\n'),
    },
    { file: 'infra/main.tf', because: 'Terraform', text: terraform('    allow = { rules = [{ resources = ["*"], verbs = ["«*»"] }] }\n') },
  ],
});

ruleTester(rule('saas/teleport-makes-roles'), {
  valid: [
    { file, because: 'it reads', text: role('    rules:\n      - resources: [role, user]\n        verbs: [list, read]\n') },
    {
      file,
      because: 'a lock or a join token gives no role',
      text: role('    rules:\n      - resources: [lock, token]\n        verbs: [create, update]\n'),
    },
    { file, because: 'sessions are no roles', text: role('    rules:\n      - resources: [session]\n        verbs: ["*"]\n') },
    {
      file,
      because: 'its own user alone',
      text: role(
        '    rules:\n      - resources: [user]\n        verbs: [update]\n        where: equals(resource.metadata.name, user.metadata.name)\n',
      ),
    },
    { file, because: 'everything is the other rule', text: role('    rules:\n      - resources: ["*"]\n        verbs: ["*"]\n') },
  ],
  invalid: [
    {
      file,
      because: 'every verb on roles',
      text: role('    rules:\n      - resources: [session, role]\n        verbs: ["«*»"]\n'),
      message: '`ops` may do everything to `role`',
      suggestions: [role('    rules:\n      - resources: [session, role]\n        verbs: ["list", "read"]\n')],
    },
    {
      file,
      because: 'two verbs',
      text: role('    rules:\n      - resources: [saml]\n        verbs: [read, «create», update]\n'),
      message: '`ops` may create and update `saml`',
    },
    {
      file: 'infra/main.tf',
      because: 'Terraform',
      text: terraform('    allow = { rules = [{ resources = ["user"], verbs = ["list", "«update»"] }] }\n'),
    },
  ],
});

ruleTester(rule('saas/teleport-root-everywhere'), {
  valid: [
    { file, because: 'a label selects', text: role('    logins: [root]\n    node_labels:\n      env: staging\n') },
    { file, because: 'two labels select both', text: role('    logins: [root]\n    node_labels:\n      "*": "*"\n      env: staging\n') },
    {
      file,
      because: "the login is the person's own",
      text: role('    logins: ["{{internal.logins}}"]\n    node_labels:\n      "*": "*"\n'),
    },
    { file, because: 'groups that see', text: role('    kubernetes_groups: [viewers]\n    kubernetes_labels:\n      "*": "*"\n') },
  ],
  invalid: [
    {
      file,
      because: 'servers',
      severity: 'high',
      text: role('    logins:\n      - «root»\n    node_labels:\n      "*": ["*"]\n'),
      message: '`ops` is `root` on every server',
    },
    {
      file,
      because: 'clusters',
      text: role('    kubernetes_groups: [viewers, "«system:masters»"]\n    kubernetes_labels: { "*": "*" }\n'),
      suggestions: [role('    kubernetes_groups: [viewers]\n    kubernetes_labels: { "*": "*" }\n')],
    },
    {
      file,
      because: 'every user of every database',
      text: role('    db_users: ["«*»"]\n    db_names: ["*"]\n    db_labels: { "*": "*" }\n'),
      message: 'is `*` on every database',
    },
    {
      file,
      because: 'people ask for it',
      severity: 'low',
      text: `${role('    logins: [«root»]\n    node_labels: { "*": "*" }\n')}---\n${role('    request:\n      roles: [ops]\n', 'engineer')}`,
    },
    {
      file: 'infra/main.tf',
      because: 'Terraform',
      text: terraform('    allow = {\n      logins      = ["ubuntu", "«root»"]\n      node_labels = { "*" = ["*"] }\n    }\n'),
      suggestions: [terraform('    allow = {\n      logins      = ["ubuntu"]\n      node_labels = { "*" = ["*"] }\n    }\n')],
    },
    {
      file: 'deploy/teleport.yaml',
      because: 'the operator',
      text: operator('    windows_desktop_logins: [«Administrator»]\n    windows_desktop_labels: { "*": "*" }\n'),
    },
  ],
});

ruleTester(rule('saas/teleport-acts-for-anyone'), {
  valid: [
    { file, because: 'one account', text: role('    impersonate:\n      users: [jenkins]\n      roles: [jenkins]\n') },
    {
      file,
      because: 'a condition limits it',
      text: role(
        '    impersonate:\n      users: ["*"]\n      roles: ["*"]\n      where: contains(user.spec.traits["group"], impersonate_role.metadata.labels["group"])\n',
      ),
    },
  ],
  invalid: [
    { file, because: 'both', text: role('    impersonate:\n      users: ["«*»"]\n      roles: ["«*»"]\n') },
    { file: 'infra/main.tf', because: 'Terraform', text: terraform('    allow = { impersonate = { users = ["ci"], roles = ["«*»"] } }\n') },
  ],
});

ruleTester(rule('saas/teleport-standing-editor'), {
  valid: [
    { file, because: 'it is asked for', text: role('    request:\n      roles: [editor]\n') },
    { file, because: "a user of GitLab's own files", text: 'kind: user\nspec:\n  roles: [editor]\n' },
    { file: 'infra/main.tf', because: 'another role', text: terraform('    roles = ["access"]\n', 'teleport_user') },
  ],
  invalid: [
    {
      file,
      because: 'a user',
      severity: 'medium',
      text: 'kind: user\nversion: v2\nmetadata:\n  name: alice\nspec:\n  roles: [access, «editor»]\n',
      message: '`alice` holds `editor` all the time',
    },
    {
      file,
      because: 'everybody of the directory',
      severity: 'critical',
      text: 'kind: oidc\nversion: v3\nmetadata:\n  name: google\nspec:\n  claims_to_roles:\n    - claim: email\n      value: "*"\n      roles: [«editor»]\n',
    },
    {
      file: 'infra/main.tf',
      because: 'Terraform',
      text: terraform('    attributes_to_roles = [{ name = "groups", value = "ops", roles = ["«editor»"] }]\n', 'teleport_saml_connector'),
    },
    {
      file: 'deploy/teleport.yaml',
      because: 'the operator',
      text: 'apiVersion: resources.teleport.dev/v2\nkind: TeleportUser\nmetadata:\n  name: bob\nspec:\n  roles: [«editor»]\n',
    },
  ],
});

ruleTester(rule('saas/teleport-endless-token'), {
  valid: [
    {
      file,
      because: 'it ends',
      text: 'kind: token\nversion: v2\nmetadata:\n  name: a\n  expires: "2026-11-30T00:00:00Z"\nspec:\n  roles: [Node]\n',
    },
    {
      file,
      because: 'the platform says who it is',
      text: 'kind: token\nversion: v2\nmetadata:\n  name: a\nspec:\n  roles: [Node]\n  join_method: kubernetes\n',
    },
    {
      file: 'infra/main.tf',
      because: 'an end that is not known',
      text: 'resource "teleport_provision_token" "a" {\n  version = "v2"\n  metadata = { expires = time_rotating.a.rotation_rfc3339 }\n  spec = { roles = ["Node"] }\n}\n',
    },
  ],
  invalid: [
    {
      file,
      because: 'the method is said',
      severity: 'medium',
      text: '«kind: token»\nversion: v2\nmetadata:\n  name: a\nspec:\n  roles: [Proxy]\n  join_method: token\n',
    },
    {
      file: 'infra/main.tf',
      because: 'Terraform',
      text: '«resource "teleport_provision_token" "a"» {\n  version = "v2"\n  spec = { roles = ["Node"] }\n}\n',
    },
  ],
});
