// Configurations of Deployment Manager and its templates in Jinja and Python, judged by the rules about Google Cloud.
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';
import { seeded } from '../../support/random-yaml.ts';
import { readMarks } from '../../support/rule-tester.ts';

const file = (type: string, rest: string) => `resources:\n  - name: one\n    type: ${type}\n${rest}`;

it.each([
  [
    'gcp/public-member',
    file(
      'storage.v1.bucket',
      '    accessControl:\n      gcpIamPolicy:\n        bindings:\n          - role: roles/storage.objectViewer\n            members:\n              - "«allUsers»"\n',
    ),
  ],
  ['gcp/public-member', file('storage.v1.bucket', '    properties:\n      acl:\n        - role: READER\n          entity: «allUsers»\n')],
  [
    'gcp/basic-role-owner',
    file(
      'gcp-types/cloudresourcemanager-v1:virtual.projects.iamMemberBinding',
      '    properties:\n      resource: p\n      role: «roles/owner»\n      member: group:a@b.example\n',
    ),
  ],
  [
    'gcp/basic-role-owner',
    'resources:\n  - name: one\n    action: gcp-types/cloudresourcemanager-v1:cloudresourcemanager.projects.setIamPolicy\n    properties:\n      resource: p\n      policy:\n        bindings:\n          - role: «roles/owner»\n            members: [group:a@b.example]\n',
  ],
  [
    'gcp/public-member',
    'resources:\n  - name: one\n    action: gcp-types/storage-v1:storage.buckets.setIamPolicy\n    properties:\n      bucket: assets\n      policy: $(ref.before)\n      gcpIamPolicyPatch:\n        add:\n          - role: roles/storage.objectViewer\n            members: [«allUsers»]\n        remove:\n          - role: roles/storage.admin\n            members: [allUsers]\n',
  ],
  ['gcp/service-account-key', file('«iam.v1.serviceAccounts.key»', '    properties:\n      parent: $(ref.one.name)\n')],
  [
    'gcp/custom-role-escalation',
    file(
      'gcp-types/iam-v1:projects.roles',
      '    properties:\n      parent: projects/p\n      roleId: deployer\n      role:\n        includedPermissions:\n          - storage.buckets.get\n          - «iam.serviceAccounts.getAccessToken»\n',
    ),
  ],
  [
    'gcp/custom-role-escalation',
    file('gcp-types/iam-v1:projects.roles', '    properties:\n      role:\n        includedPermissions: [storage.buckets.get]\n'),
  ],
  [
    'gcp/public-member',
    file(
      'storage.v1.bucket',
      '    accessControl:\n      gcpIamPolicy:\n        bindings:\n          - role: roles/storage.objectViewer\n            members: [group:a@b.example]\n',
    ),
  ],
  [
    'gcp/basic-role-owner',
    file(
      'gcp-types/cloudresourcemanager-v1:virtual.projects.iamMemberBinding',
      '    properties:\n      role: roles/logging.viewer\n      member: group:a@b.example\n',
    ),
  ],
])('%s', async (rule, marked) => {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ 'deploy/config.yaml': text });
  expect(failures).toEqual([]);
  expect(findings.filter((finding) => finding.rule === rule).map((finding) => [...finding.at.span])).toEqual(
    spans.map((span) => [...span]),
  );
});

const binding = 'gcp-types/cloudresourcemanager-v1:virtual.projects.iamMemberBinding';
const jinja = (role: string, before = '') =>
  `{# what a build may do #}\n${before}resources:\n{%- if properties["build"] %}\n- name: {{ env["deployment"] }}-build\n  type: ${binding}\n  properties:\n    resource: {{ env["project"] }}\n    role: ${role}\n    member: serviceAccount:{{ properties["account"] }}@{{ env["project"] }}.iam.gserviceaccount.com\n{% endif %}\n`;
const python = (role: string) =>
  `"""Roles: {'type': 'iam.v1.x'}"""\n# {'type': 'storage.v1.bucket',\ndef GenerateConfig(context):\n    """Gives a build its role."""\n    resources = []\n    resources.append({\n        'name': context.env['deployment'] + '-build',\n        'type': '${binding}',\n        'metadata': {'dependsOn': ['account']},\n        'properties': {\n            'resource': context.env['project'],\n            'role': ${role},\n            'member': 'serviceAccount:%s' % context.properties['account'],\n        },\n    })\n    return {'resources': resources}\n`;
const loop = (list: string, before = '') =>
  `${before}resources:\n{%- for role in ${list} %}\n- name: build-{{ loop.index }}\n  type: ${binding}\n  properties:\n    resource: {{ env["project"] }}\n    role: {{ role }}\n    member: group:a@b.example\n{% endfor %}\n`;

describe('templates', () => {
  it.each([
    ['a role that is written', 'build.jinja', jinja('«roles/owner»')],
    ['a smaller role', 'build.jinja', jinja('roles/logging.logWriter')],
    ['a role that the configuration gives', 'build.jinja', jinja('{{ properties["role"] }}')],
    ['a role of a variable', 'build.jinja', jinja('{{ role }}', '{% set role = "«roles/owner»" %}\n')],
    ['a variable that may be another', 'build.jinja', jinja('{{ role }}', '{% set role = properties["role"] or "roles/owner" %}\n')],
    ['a loop over what is written', 'build.jinja', loop('roles', '{% set roles = ["roles/logging.logWriter", \'«roles/owner»\'] -%}\n')],
    [
      'a name that is another thing further down',
      'build.jinja',
      `${loop('["roles/logging.logWriter"]')}{% for role in ["roles/owner"] %}\n# {{ role }}\n{% endfor %}\n`,
    ],
    ['a loop over what the configuration gives', 'build.jinja', loop('properties["roles"]')],
    ['a dictionary of Python', 'build.py', python("'«roles/owner»'")],
    [
      'a dictionary behind one in a comment',
      'build.py',
      `def GenerateConfig(context):\n    return {'resources': [{\n        # 'type': 'storage.v1.bucket',\n        'type': '${binding}',\n        'name': 'build',\n        'properties': {'role': '«roles/owner»', 'member': 'group:a@b.example'},\n    }]}\n`,
    ],
    ['a smaller role in Python', 'build.py', python('"roles/logging.logWriter"')],
    ['a role of the configuration in Python', 'build.py', python("context.properties['role']")],
  ])('%s', async (_, file, source) => {
    const { text, spans } = readMarks(source);
    const { findings, failures } = await analyzeTexts({ [file]: text });
    expect(failures).toEqual([]);
    expect(findings.filter((finding) => finding.rule === 'gcp/basic-role-owner').map((finding) => [...finding.at.span])).toEqual(
      spans.map((span) => [...span]),
    );
  });

  it('keep their quotes when a role is put in the place of another', async () => {
    const text = python("'roles/owner'");
    const { findings, documents } = await analyzeTexts({ 'build.py': text });
    const made = findings
      .find((finding) => finding.rule === 'gcp/basic-role-owner')!
      .suggestions.at(-1)!
      .make({ document: (uri) => documents.get(uri), today: '2026-11-21' })!;
    expect(applyEdits(text, made.edits)).toBe(text.replace('roles/owner', 'roles/viewer'));
  });

  it('that are being typed never throw', async () => {
    const random = seeded(78);
    for (const [file, text] of [
      ['build.jinja', loop('["roles/owner"]', '{% set a = ["b"] %}\n')],
      ['build.py', python("'roles/owner'")],
    ] as const) {
      for (let n = 0; n < 80; n++) {
        const at = Math.floor(random() * text.length);
        const put = ['{{', '}}', '{%', '%}', '"', "'", '\n', '{', '}', '\0'][Math.floor(random() * 10)]!;
        for (const one of [text.slice(0, at), text.slice(0, at) + put + text.slice(at + Math.floor(random() * 9))])
          expect((await analyzeTexts({ [file]: one })).failures).toEqual([]);
      }
    }
  });

  it.each([
    ['build.jinja', '{{ ', 'resources:\n- type: storage.v1.bucket\n'],
    ['build.jinja', '{% if a %}', 'resources:\n- type: storage.v1.bucket\n'],
    ['build.jinja', "{% if a %}- {type: 'b.v1'}{% endif %}", 'resources:\n- type: storage.v1.bucket\n'],
    ['build.py', "{ f( 'type': 'storage.v1.bucket', ", 'def GenerateConfig(context):\n'],
    ['build.py', "{'type': 'storage.v1.bucket', ", 'def GenerateConfig(context):\n'],
    ['build.py', "'''{'type': 'storage.v1.bucket'", 'def GenerateConfig(context):\n'],
  ] as const)('take time in proportion to their length: %s %s', async (file, part, before) => {
    await expectLinear(part, 1_500, (size) => () => analyzeTexts({ [file]: before + `${part}\n`.repeat(size) }));
  });
});
