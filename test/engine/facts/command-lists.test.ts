// Commands in data files that are given word by word, and those in a block under a list's mark.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { withWordLists } from '../../../server/engine/facts/commands/word-lists.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { randomYaml, seeded } from '../../support/random-yaml.ts';

async function found(file: string, text: string): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  return findings
    .filter((one) => /^(?:k8s|gcp)\//.test(one.rule) && one.severity !== 'info' && one.severity !== 'low')
    .map((one) => `${one.rule} «${text.slice(...one.at.span)}»`)
    .sort();
}

const job = (container: string): string => `apiVersion: batch/v1
kind: Job
metadata: {name: grant, namespace: shop}
spec:
  template:
    spec:
      serviceAccountName: grant
      restartPolicy: Never
      containers:
        - name: grant
${container.replace(/^/gm, '          ')}
`;
const step = (body: string): string => `steps:\n  - ${body.replaceAll('\n', '\n    ')}\n`;
const admin = 'k8s/cluster-admin-binding «cluster-admin»';
const owner = 'gcp/basic-role-owner «roles/owner»';

describe('commands given word by word', () => {
  it.each([
    ['command', 'image: tools:1\ncommand: ["kubectl", "create", "clusterrolebinding", "ci", "--clusterrole=cluster-admin", "--user=ada"]'],
    [
      'command and args',
      "image: tools:1\ncommand: [kubectl]\nargs: ['create', 'clusterrolebinding', 'ci', '--clusterrole', 'cluster-admin', '--user', 'ada']",
    ],
    [
      'a block',
      'image: tools:1\ncommand:\n  - kubectl\n  - create\n  - clusterrolebinding\n  - ci\n  - --clusterrole=cluster-admin\n  - --user=ada',
    ],
    ['a block of oc', 'image: tools:1\ncommand:\n  - oc\n  - adm\n  - policy\n  - add-cluster-role-to-user\n  - cluster-admin\n  - ada'],
    [
      'args of an image',
      'image: docker.io/bitnami/kubectl:1.30\nargs: [create, clusterrolebinding, ci, --clusterrole=cluster-admin, --user=ada]',
    ],
  ])('of a container: %s', async (_, container) => {
    expect(await found('job.yaml', job(container))).toEqual([admin]);
  });
  it.each([
    [
      'args of a step',
      "name: gcr.io/cloud-builders/gcloud\nargs: ['projects', 'add-iam-policy-binding', 'shop', '--member=group:a@example.com', '--role=roles/owner']",
    ],
    [
      'an entry point',
      'name: gcr.io/google.com/cloudsdktool/cloud-sdk:slim\nentrypoint: gcloud\nargs: [projects, add-iam-policy-binding, shop, --member=group:a@example.com, --role, roles/owner]',
    ],
  ])('of Cloud Build: %s', async (_, body) => {
    expect(await found('cloudbuild.yaml', step(body))).toEqual([owner]);
  });
  it.each([
    ['another command', 'image: tools:1\ncommand: [kubectl, get, clusterrolebinding, cluster-admin]'],
    [
      'another program',
      'image: tools:1\ncommand: [echo, kubectl, create, clusterrolebinding, ci, --clusterrole=cluster-admin, --user=ada]',
    ],
    ['another image', 'image: acme/kubectl-notes:1\nargs: [create, clusterrolebinding, ci, --clusterrole=cluster-admin, --user=ada]'],
    [
      'the end of one beside the next',
      'image: bitnami/kubectl\nargs: [create, clusterrolebinding, ci]\nenv: [{name: --clusterrole, value: cluster-admin}]',
    ],
  ])('and says nothing of %s', async (_, container) => {
    expect(await found('job.yaml', job(container))).toEqual([]);
  });
  it('keeps the length and the places of every text', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const text = `${randomYaml(seeded(seed))}\nargs: [a, b]\nsteps:\n- name: x/kubectl\n  args: ["a b", 'c', d]\n- command: [gcloud,run,"deploy"]`;
      expect(withWordLists(createDocument('a.yaml', text)).length, `seed ${seed}`).toBe(text.length);
    }
    const text = 'steps: [{name: kubectl, args: ["a b", c]}, {command: [gcloud, "x"]}]';
    expect(withWordLists(createDocument('a.yaml', text))).toBe('steps: [{name:\nkubectl         "a b"  c\n}, {command: \ngcloud   x\n]}]');
  });
});

describe('scripts in a list', () => {
  const script = '- |\n  kubectl create clusterrolebinding ci --clusterrole=cluster-admin --user=ada';
  it('are run, whatever the item around them is called', async () => {
    expect(await found('job.yaml', job(`image: tools:1\ncommand: [sh, -c]\nargs:\n${script}`))).toEqual([admin]);
    expect(
      await found(
        'play.yml',
        '- hosts: all\n  tasks:\n    - name: grant\n      shell: kubectl create clusterrolebinding ci --clusterrole=cluster-admin --user=ada\n',
      ),
    ).toEqual([admin]);
  });
  it('are text where a key for people holds them', async () => {
    expect(await found('job.yaml', job(`image: tools:1\ndescription: |\n  ${script.slice(6)}`))).toEqual([]);
    expect(await found('a.yml', `steps:\n  - name: >-\n      do not run\n      ${script.slice(6)}\n`)).toEqual([]);
  });
});
