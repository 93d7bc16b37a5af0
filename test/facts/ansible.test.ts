// Tasks of Ansible: what they give in AWS, whatever the module's name is written with, and what they take away.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { claimsAnsible } from '../../server/engine/facts/ansible/claims.ts';
import { ansibleReader } from '../../server/engine/facts/ansible/reader.ts';
import type { Facts } from '../../server/engine/facts/types.ts';
import { patternOf } from '../../server/engine/facts/value.ts';

const uri = 'roles/app/tasks/main.yml';

function read(text: string): Facts {
  return ansibleReader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!;
}

const shown = (text: string): string => text.replaceAll('\0', '…');
const lines = ({ grants, trusts }: Facts): string[] =>
  [...grants, ...trusts].map((grant) =>
    [
      grant.enabled === 'yes' ? '' : `${grant.enabled} `,
      grant.role,
      ' ',
      grant.entitlement ? shown(patternOf(grant.entitlement)) : grant.actions.map((action) => shown(patternOf(action))).join(','),
      grant.scope.length > 0 ? ` on ${grant.scope.map(({ id }) => shown(patternOf(id))).join(',')}` : '',
      ` for ${grant.principals.map(({ id, kind }) => `${kind} ${shown(patternOf(id))}`).join(',')}`,
    ].join(''),
  );

const statement = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::{{ bucket }}/*"}]}';

describe('what a task gives', () => {
  it('is what it attaches, by ARN or name, in either collection and without one', () => {
    expect(
      lines(
        read(
          '- amazon.aws.iam_role:\n    name: deploy\n    managed_policies: [AdministratorAccess]\n- community.aws.iam_user:\n    name: anna\n    managed_policy: arn:aws:iam::aws:policy/ReadOnlyAccess\n- iam_group:\n    name: team\n    managed_policies: [""]\n',
        ),
      ),
    ).toEqual(['entitlement AdministratorAccess for role deploy', 'entitlement arn:aws:iam::aws:policy/ReadOnlyAccess for user anna']);
  });

  it('is what the module of the first years makes, in its older notation, too', () => {
    const facts = read(`- iam:
    iam_type: role
    name: worker
    state: present
    trust_policy:
      Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { AWS: "*" } }]
- name: people
  iam: iam_type=user name={{ item }} state=present password={{ first }} access_key_state=create
  with_items: [anna, ben]
- local_action:
    module: iam_role
    name: local
    managed_policy: AdministratorAccess
- iam: { iam_type: user, name: gone, state: absent, access_key_state: create }
- iam: { iam_type: user, name: quiet, state: present, access_key_state: remove }
`);
    expect(lines(facts)).toEqual(['entitlement AdministratorAccess for role local', 'trust sts:AssumeRole for any *']);
    expect(facts.credentials.map((one) => `${one.kind} of ${patternOf(one.owner!.id)}`)).toEqual([
      'access-key of anna',
      'login-password of anna',
      'access-key of ben',
      'login-password of ben',
    ]);
  });

  it('is not what other files call iam', () => {
    expect(claimsAnsible(createDocument('serverless.yml', 'provider:\n  iam:\n    role: x\n'))).toBe(false);
    const eksctl = 'nodeGroups:\n  - name: a\n    iam:\n      attachPolicyARNs: [arn:aws:iam::aws:policy/AdministratorAccess]\n# iam_\n';
    expect(lines(read(eksctl))).toEqual([]);
  });

  it('is what each member of a mapping says that a loop goes through', () => {
    const play = (loop: string) => `- hosts: all
  vars:
    groups_of:
      developers: { name: all, document: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }
      readers: { name: read, document: { Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: "*" }] } }
  tasks:
    - iam_policy:
        iam_type: group
        iam_name: "{{ item.key }}"
        policy_name: "{{ item.value.name }}"
        policy_json: "{{ item.value.document | to_json }}"
      ${loop}
`;
    const both = ['identity * on * for group developers', 'identity s3:Get* on * for group readers'];
    expect(lines(read(play('with_dict: "{{ groups_of }}"')))).toEqual(both);
    expect(lines(read(play('loop: "{{ groups_of | dict2items }}"')))).toEqual(both);
    expect(lines(read(play('loop: "{{ groups_of | dict2items | reverse }}"')))).toEqual([]);
  });

  it('is what variables of all hosts and files of the play say, and the role before them', () => {
    const wide = (action: string) => `wide: { Statement: [{ Effect: Allow, Action: "${action}", Resource: "*" }] }\n`;
    const task = '- amazon.aws.iam_managed_policy:\n    name: all\n    policy: "{{ wide | to_json }}"\n';
    const play = `- hosts: all\n  vars_files:\n    - vars/aws.yml\n    - "{{ env }}.yml"\n    - ../other.yml\n  tasks:\n${task.replace(/^/gm, '    ')}`;
    const from = (name: string, text: string, files: Record<string, string>): string[] =>
      lines(
        ansibleReader
          .read([createDocument(name, text)], {
            neighbour: (path) => (files[path] === undefined ? undefined : createDocument(path, files[path])),
          })
          .get(name)!,
      );
    expect(from('site.yml', play, { 'vars/aws.yml': wide('sqs:*') })).toEqual(['identity sqs:* on * for ']);
    expect(from('ops/site.yml', play, { 'ops/group_vars/all.yml': wide('sns:*') })).toEqual(['identity sns:* on * for ']);
    expect(
      from('roles/a/tasks/main.yml', task, { 'group_vars/all/vars.yml': wide('ecs:*'), 'roles/a/defaults/main.yml': wide('*') }),
    ).toEqual(['identity ecs:* on * for ']);
    expect(from('site.yml', play, { 'other.yml': wide('*') })).toEqual([]);
  });

  it('is the policy in its string, its block or its YAML, with holes for variables', () => {
    const block = `|\n      ${statement}`;
    for (const written of [
      `'${statement}'`,
      block,
      '{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::{{ bucket }}/*" }] }',
    ]) {
      expect(
        lines(read(`- amazon.aws.iam_policy:\n    iam_type: role\n    iam_name: app\n    policy_name: s3\n    policy_json: ${written}\n`)),
        written,
      ).toEqual(['identity s3:* on arn:aws:s3:::…/* for role app']);
    }
  });

  it('is what a variable of the play holds, whole or through to_json', () => {
    const play = (use: string, more = '') =>
      `- hosts: all\n  vars:\n    wide:\n      Statement:\n        - Effect: Allow\n          Action: "*"\n          Resource: "*"\n${more}  tasks:\n    - amazon.aws.iam_managed_policy:\n        name: all\n        policy: "${use}"\n`;
    expect(lines(read(play('{{ wide | to_json }}')))).toEqual(['identity * on * for ']);
    expect(lines(read(play('{{ wide }}')))).toEqual(['identity * on * for ']);
    expect(lines(read(play('{{ other }}')))).toEqual([]);
    expect(read(play('{{ other }}')).problems.map(({ kind }) => kind)).toEqual(['unresolved']);
    expect(lines(read(play('{{ wide }}', '- hosts: other\n  vars:\n    wide: 1\n'))), 'set twice').toEqual([]);
  });

  it('is given once in each round of a loop whose items are written, here or by the role', () => {
    const task = `- iam_role:
    name: "{{ item.name }}"
    managed_policies: "{{ item['policies'] }}"
  loop: "{{ roles }}"
- iam_user:
    name: "{{ user }}"
    managed_policies: [PowerUserAccess]
  with_items: [anna, "{{ robot }}"]
  loop_control: { loop_var: user }
- iam_group:
    name: "{{ item }}"
    managed_policies: [ReadOnlyAccess]
  loop: "{{ groups_of_others }}"
`;
    const role: Record<string, string> = {
      'roles/app/defaults/main.yml':
        'robot: bot\nroles:\n  - { name: ops, policies: [AdministratorAccess] }\n  - name: audit\n    policies:\n      - SecurityAudit\n',
      'roles/app/vars/main.yml': 'robot: robot\n',
    };
    const facts = ansibleReader
      .read([createDocument(uri, task)], { neighbour: (name) => (role[name] === undefined ? undefined : createDocument(name, role[name])) })
      .get(uri)!;
    expect(lines(facts)).toEqual([
      'entitlement AdministratorAccess for role ops',
      'entitlement SecurityAudit for role audit',
      'entitlement PowerUserAccess for user anna',
      'entitlement PowerUserAccess for user robot',
      'entitlement ReadOnlyAccess for group …',
    ]);
    const [admin] = facts.grants;
    expect(admin!.entitlement!.at.uri).toBe('roles/app/defaults/main.yml');
    expect(new Set(facts.grants.map(({ anchor }) => anchor)).size).toBe(5);
  });

  it('may be given where a condition decides, and is gone where it is absent', () => {
    expect(lines(read('- amazon.aws.iam_role:\n    name: a\n    managed_policies: [AdministratorAccess]\n  when: wide\n'))).toEqual([
      'maybe entitlement AdministratorAccess for role a',
    ]);
    expect(lines(read('- amazon.aws.iam_role:\n    name: a\n    state: absent\n    managed_policies: [AdministratorAccess]\n'))).toEqual(
      [],
    );
  });

  it('stands in blocks of blocks, and is no task where the name is another thing', () => {
    expect(lines(read('- block:\n    - block:\n        - iam_role: { name: a, managed_policies: [x] }\n      rescue: []\n'))).toEqual([
      'entitlement x for role a',
    ]);
    expect(lines(read('iam_role: arn:aws:iam::111122223333:role/a\n'))).toEqual([]);
    expect(claimsAnsible(createDocument('config.yml', 'iam_role: arn:aws:iam::111122223333:role/a\n'))).toBe(false);
    expect(claimsAnsible(createDocument('site.yml', '- name: x\n  amazon.aws.iam_role:\n    name: a\n'))).toBe(true);
  });

  it('is a trust, a permission, a credential, a workload', () => {
    const facts = read(
      `- amazon.aws.iam_role:\n    name: deploy\n    assume_role_policy_document:\n      Statement: [{ Effect: Allow, Principal: { AWS: "*" }, Action: "sts:AssumeRole" }]\n- amazon.aws.iam_access_key:\n    user_name: ci\n- amazon.aws.lambda:\n    name: resize\n    role: arn:aws:iam::111122223333:role/deploy\n- amazon.aws.lambda_policy:\n    function_name: resize\n    principal: "*"\n    action: lambda:InvokeFunction\n    statement_id: all\n- amazon.aws.s3_bucket:\n    name: site\n    policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}]}'\n`,
    );
    expect(lines(facts)).toEqual([
      'resource lambda:InvokeFunction for any *',
      'resource s3:GetObject on arn:aws:s3:::site/* for any *',
      'trust sts:AssumeRole for any *',
    ]);
    expect(facts.credentials.map(({ kind }) => kind)).toEqual(['access-key']);
    expect(facts.identities.map(({ id }) => id)).toEqual(['aws:role:deploy', 'aws:machine:lambda-function/resize']);
  });
});

describe('bad input', () => {
  it('whose members name one another ends', () => {
    const play =
      '- hosts: all\n  vars:\n    a: "{{ b.x }}"\n    b: "{{ a.x }}"\n  tasks:\n    - iam_role:\n        name: "{{ a.x }}"\n        managed_policies: "{{ b }}"\n      loop: "{{ a }}"\n';
    expect(lines(read(play))).toHaveLength(1);
  });

  it('that names itself ends', () => {
    const grows = Array.from({ length: 30 }, (_, index) => `    v${index}: ["{{ v${index + 1} }}", "{{ v${index + 1} }}"]`).join('\n');
    expect(() =>
      read(
        `- hosts: all\n  vars:\n${grows}\n    v30: "{{ v0 }}"\n  tasks:\n    - iam_role:\n        name: a\n        managed_policies: "{{ v0 }}"\n`,
      ),
    ).not.toThrow();
  });
});
