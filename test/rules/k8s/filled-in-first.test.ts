// Manifests and values that a tool is to fill in before they are applied: templates of Terraform, Ansible, gomplate, envsubst.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

const binding = (subjects: string, role = 'cluster-admin') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: \${name}-admin
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${role}
subjects:
${subjects}`;
const account = '  - kind: ServiceAccount\n    name: ${name}\n    namespace: ${namespace}\n';

async function found(files: Record<string, string>): Promise<string[]> {
  const { findings, failures } = await analyzeTexts(files, { profile: 'default' });
  expect(failures).toEqual([]);
  return findings.map((one) => `${one.rule} «${files[one.at.uri]!.slice(...one.at.span)}»`).sort();
}

describe('a manifest that is filled in first', () => {
  it.each([
    'deploy/rbac.yaml.tftpl',
    'deploy/rbac.yml.tmpl',
    'roles/app/templates/rbac.yaml.j2',
    'deploy/rbac.yaml.in',
    'deploy/rbac.yaml.tpl',
  ])('is read by its name: %s', async (file) => {
    expect(await found({ [file]: binding(account) })).toEqual(['k8s/cluster-admin-binding «cluster-admin»']);
    expect(await found({ [file]: binding(account, 'view') })).toEqual([]);
  });

  it.each([
    ['Jinja', '{% for user in users %}\n  - kind: User\n    name: {{ user }}\n{% endfor %}\n'],
    ['Jinja with nothing but control', '  {%- if ops %}\n  - kind: Group\n    name: ops\n  {%- endif %}\n'],
    ['Terraform', '%{ for user in users ~}\n  - kind: User\n    name: ${user}\n%{ endfor ~}\n'],
  ])('may have lines of control: %s', async (_, subjects) => {
    expect(await found({ 'deploy/rbac.yaml.j2': binding(subjects) })).toContain('k8s/cluster-admin-binding «cluster-admin»');
    expect(await found({ 'deploy/rbac.yaml.j2': binding(subjects, 'view') })).toEqual([]);
  });

  it('is not what only looks like one', async () => {
    expect(await found({ 'deploy/rbac.yaml.bak': binding(account), 'deploy/yaml.j2': binding(account) })).toEqual([]);
  });
});

describe('values', () => {
  const values = 'configs:\n  url: https://argocd.${domain}\n  rbac:\n    policy.default: role:admin\n';
  it.each(['helm/values/argocd.yml.tpl', 'helm/values/argocd.yaml', 'helm/argocd-values.yaml.tftpl', 'values.yaml.tmpl'])(
    'lie in a folder of that name, and may be filled in first: %s',
    async (file) => {
      expect(await found({ [file]: values })).toEqual(['k8s/argocd-default-role «role:admin»']);
      expect(await found({ [file]: values.replace('role:admin', 'role:readonly') })).toEqual([]);
    },
  );
});
