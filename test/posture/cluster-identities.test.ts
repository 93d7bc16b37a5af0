// Identities of a cluster, the same from wherever they are seen: declared, bound, run as, in templates of several charts.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { kubernetesReader } from '../../server/engine/facts/kubernetes/reader.ts';
import type { DocumentFacts } from '../../server/engine/project.ts';
import { hopsOf } from '../../server/posture/blast.ts';
import type { JudgedIdentity } from '../../server/posture/identities.ts';
import { inventoryOf, type InventoryEntry } from '../../server/posture/inventory.ts';

function inventory(files: Readonly<Record<string, string>>): InventoryEntry[] {
  const documents = new Map(Object.entries(files).map(([uri, text]) => [uri, createDocument(uri, text)]));
  const read = kubernetesReader.read([...documents.values()], { neighbour: (uri) => documents.get(uri) });
  const facts = [...read].map(([uri, one]): DocumentFacts => ({ uri, facts: one, secrets: [], suppressions: [], dialects: [] }));
  return inventoryOf(facts, () => []);
}

const account = (name: string, namespace?: string) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n${namespace ? `  namespace: ${namespace}\n` : ''}`;
const bound = (subject: string, kind = 'ClusterRoleBinding', role = 'cluster-admin') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: b\n${kind === 'RoleBinding' ? '  namespace: shop\n' : ''}roleRef: {kind: ClusterRole, name: ${role}}\nsubjects:\n  - ${subject}\n`;
const deployment = (name: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {serviceAccountName: ${name}, containers: [{name: c, image: i}]}}}\n`;

const ids = (entries: readonly InventoryEntry[]): string[] => entries.map((one) => one.id);

describe('identities of a cluster', () => {
  it('are one by namespace and name, however they are named', () => {
    const entries = inventory({
      'a/account.yaml': account('ci', 'shop'),
      'b/binding.yaml': bound('{kind: ServiceAccount, name: ci, namespace: shop}'),
      'c/binding.yaml': bound('{kind: User, name: "system:serviceaccount:shop:ci"}', 'RoleBinding', 'edit'),
      'd/binding.yaml': bound('{kind: ServiceAccount, name: ci}', 'RoleBinding', 'view'),
    });
    expect(ids(entries)).toEqual(['k8s:service-account:shop/ci']);
    expect(entries[0]!.grants.map((one) => one.text)).toEqual([
      'allow ClusterRole/cluster-admin on cluster, standing: may do everything',
      'allow ClusterRole/edit on shop, standing: may read secrets, tokens of other accounts among them; run commands in running pods, as whatever they run as; run pods as any service account and mount any secret',
      'allow ClusterRole/view on shop, standing',
    ]);
  });
  it('take the namespace of a binding beside them', () => {
    expect(
      ids(
        inventory({
          'deploy/account.yaml': account('ci'),
          'deploy/binding.yaml': bound('{kind: ServiceAccount, name: ci, namespace: shop}'),
        }),
      ),
    ).toEqual(['k8s:service-account:/ci']);
    expect(
      ids(inventory({ 'one/account.yaml': account('ci'), 'two/binding.yaml': bound('{kind: ServiceAccount, name: ci, namespace: shop}') })),
    ).toEqual(['k8s:service-account:/ci', 'k8s:service-account:shop/ci']);
  });
  it('of templates are told apart by their chart', () => {
    const text = `${account('{{ .Release.Name }}')}---\n${bound('{kind: ServiceAccount, name: "{{ .Release.Name }}"}')}`;
    expect(ids(inventory({ 'charts/a/templates/x.yaml': text, 'charts/b/templates/x.yaml': text }))).toEqual([
      'k8s:service-account:/*@charts/a',
      'k8s:service-account:/*@charts/b',
    ]);
  });
  it('are reached by what runs as them', () => {
    const entries = inventory({ 'a.yaml': `${account('ci', 'shop')}---\n${deployment('ci')}` });
    expect(entries.find((one) => one.kind === 'machine')!.scope).toEqual(['account:shop/ci']);
    const hops = hopsOf(entries.map((entry) => ({ entry }) as JudgedIdentity));
    expect([...hops.values()].flat().map((hop) => [hop.from, hop.to])).toEqual([
      ['k8s:machine:shop/Deployment/web', 'k8s:service-account:shop/ci'],
    ]);
  });
});
