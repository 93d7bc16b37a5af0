// Configurations of Deployment Manager, judged by the rules about Google Cloud.
import { expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';

const file = (type: string, rest: string) => `resources:\n  - name: one\n    type: ${type}\n${rest}`;

it.each([
  ['gcp/public-member', file('storage.v1.bucket', '    accessControl:\n      gcpIamPolicy:\n        bindings:\n          - role: roles/storage.objectViewer\n            members:\n              - "«allUsers»"\n')],
  ['gcp/public-member', file('storage.v1.bucket', '    properties:\n      acl:\n        - role: READER\n          entity: «allUsers»\n')],
  ['gcp/basic-role-owner', file('gcp-types/cloudresourcemanager-v1:virtual.projects.iamMemberBinding', '    properties:\n      resource: p\n      role: «roles/owner»\n      member: group:a@b.example\n')],
  ['gcp/service-account-key', file('«iam.v1.serviceAccounts.key»', '    properties:\n      parent: $(ref.one.name)\n')],
  ['gcp/custom-role-escalation', file('gcp-types/iam-v1:projects.roles', '    properties:\n      parent: projects/p\n      roleId: deployer\n      role:\n        includedPermissions:\n          - storage.buckets.get\n          - «iam.serviceAccounts.getAccessToken»\n')],
  ['gcp/custom-role-escalation', file('gcp-types/iam-v1:projects.roles', '    properties:\n      role:\n        includedPermissions: [storage.buckets.get]\n')],
  ['gcp/public-member', file('storage.v1.bucket', '    accessControl:\n      gcpIamPolicy:\n        bindings:\n          - role: roles/storage.objectViewer\n            members: [group:a@b.example]\n')],
  ['gcp/basic-role-owner', file('gcp-types/cloudresourcemanager-v1:virtual.projects.iamMemberBinding', '    properties:\n      role: roles/logging.viewer\n      member: group:a@b.example\n')],
])('%s', async (rule, marked) => {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ 'deploy/config.yaml': text });
  expect(failures).toEqual([]);
  expect(findings.filter((finding) => finding.rule === rule).map((finding) => [...finding.at.span])).toEqual(spans.map((span) => [...span]));
});
