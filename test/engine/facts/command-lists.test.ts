// Commands in data files that are given word by word, and those in a block under a list's mark.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { withWordLists } from '../../../server/engine/facts/commands/word-lists.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';
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

describe('commands that a program gives word by word', () => {
  const grant = '"projects", "add-iam-policy-binding", project, f"--member=group:{who}", "--role=roles/owner"';
  it.each([
    ['a list in Python', 'a.py', `import subprocess\n\ndef run(project, who):\n    subprocess.run(["gcloud", ${grant}], check=True)\n`],
    [
      'a list that a name stands for',
      'a.py',
      `def run(project, who):\n    command = [\n        "gcloud",\n        ${grant.replaceAll(', ', ',\n        ')},\n    ]\n    subprocess.run(command)\n`,
    ],
    [
      'words that are put together',
      'a.py',
      `subprocess.run(['gcloud', 'projects', 'add-iam-policy-binding', name(project)[0], "--member=group:" + who + "@acme.example", '--role', 'roles/owner'])\n`,
    ],
    [
      'Node',
      'a.ts',
      "execFileSync('gcloud', ['projects', 'add-iam-policy-binding', project, `--member=group:${who}`, '--role=roles/owner'], { stdio: 'inherit' });\n",
    ],
    [
      'Go',
      'a.go',
      'package a\n\nfunc run() error {\n\treturn exec.Command("gcloud", "projects", "add-iam-policy-binding", project,\n\t\t"--member=group:"+who, "--role", "roles/owner").Run()\n}\n',
    ],
  ])('%s', async (_, file, text) => {
    expect(await found(file, text)).toEqual([owner]);
  });
  it('of other programs', async () => {
    const bind = '"create", "clusterrolebinding", name, "--clusterrole=cluster-admin", f"--user={who}"';
    expect(await found('a.py', `subprocess.check_call(["kubectl", ${bind}])\n`)).toEqual([admin]);
    expect(await found('a.py', `subprocess.check_call(["echo", "kubectl", ${bind}])\n`)).toEqual([]);
  });
  it.each([
    ['a comment', `# ["gcloud", ${grant}]\n`],
    [
      'a help text',
      `print("gcloud projects add-iam-policy-binding P --member=group:g@acme.example --role=roles/owner")\nrun(["gcloud", "info"])\n`,
    ],
    ['another role', `run(["gcloud", ${grant.replace('owner', 'logging.viewer')}])\n`],
    ['a role that is not known', `run(["gcloud", ${grant.replace('"--role=roles/owner"', 'f"--role={role}"')}])\n`],
    [
      'words behind the list',
      `run(["gcloud", "projects", "add-iam-policy-binding", project], "--member=group:a@acme.example", "--role=roles/owner")\n`,
    ],
    ['a list that is never closed', `run(["gcloud", ${grant.replace('"--role=roles/owner"', '"--role=roles/')}\n`],
  ])('and says nothing of %s', async (_, text) => {
    expect(await found('a.py', `import subprocess\n${text}`)).toEqual([]);
  });
  it('keeps the length and the lines of what it leaves', () => {
    const pieces = [
      '["gcloud", ',
      '[',
      ']',
      '(',
      ')',
      '"a b"',
      "'c'",
      '`d`',
      ',',
      '\n',
      ' x ',
      'f"{y}"',
      '"',
      "'",
      '{',
      '}',
      '+',
      '\\',
      '["az",',
    ];
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed);
      const text = `run(["kubectl", "get"])\n${Array.from({ length: 40 }, () => pieces[Math.floor(random() * pieces.length)]).join('')}`;
      expect(withWordLists(createDocument('a.py', text)).length, `seed ${seed}`).toBe(text.length);
    }
    const made = withWordLists(createDocument('a.py', 'x = 1\nrun(["az", role, f"--a={b}", c("d")], e)\n'));
    expect(made.split('\n').map((line) => line.trim().replace(/ +/g, ' '))).toEqual(['', '', 'az $___ --a=$__ _', '', '']);
  });
  it('takes time in proportion to the text', async () => {
    for (const part of ['["gcloud", ', '["gcloud", "x"]\n', '["gcloud", (', '["gcloud", f"'])
      await expectLinear(part, 200, (size) => {
        const text = part.repeat(size);
        return () => withWordLists(createDocument('a.py', text));
      });
  });
});
