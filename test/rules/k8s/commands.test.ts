// Permissions that scripts hand out, seen through k8s/cluster-admin-binding, k8s/wildcard-verbs and k8s/secrets-read.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';
import { seeded } from '../../support/random-yaml.ts';
import { expectLinear } from '../../support/growth.ts';

async function check(marked: string, rules: readonly string[]): Promise<void> {
  const { text, spans } = readMarks(marked);
  const analysis = await analyzeTexts({ 'deploy/setup.sh': text });
  expect(analysis.failures).toEqual([]);
  const found = analysis.findings.filter((one) => one.rule.startsWith('k8s/') && one.severity !== 'info');
  expect(found.map((one) => `${one.rule} ${text.slice(...one.at.span)}`)).toEqual(
    rules.map((rule, index) => `${rule} ${text.slice(...spans[index]!)}`),
  );
  expect(found.map((one) => [...one.at.span])).toEqual(spans);
}

describe('kubectl in scripts', () => {
  it('reports bindings to cluster-admin', async () => {
    await check('#!/bin/sh\nkubectl create clusterrolebinding ci --clusterrole=«cluster-admin» --serviceaccount=ci:deployer\n', [
      'k8s/cluster-admin-binding',
    ]);
    await check(
      'set -e\n  sudo kubectl -n ci create clusterrolebinding "ci" \\\n    --clusterrole «cluster-admin» \\\n    --group=ops && echo done\n',
      ['k8s/cluster-admin-binding'],
    );
    await check('kubectl create rolebinding ci --clusterrole=«cluster-admin» --user=ada -n shop | cat\n', ['k8s/cluster-admin-binding']);
  });
  it('reports roles', async () => {
    await check('kubectl create clusterrole r --verb=get,«*» --resource=endpoints\n', ['k8s/wildcard-verbs']);
    await check('kubectl create clusterrole r --verb=get,list --resource=pods,«secrets»\n', ['k8s/secrets-read']);
  });
  it('leaves the rest alone', async () => {
    await check('kubectl create clusterrolebinding ci --clusterrole=view --serviceaccount=ci:deployer\n', []);
    await check('kubectl create clusterrolebinding ci --clusterrole=$ROLE --serviceaccount=ci:deployer\n', []);
    await check('kubectl create clusterrolebinding ci --clusterrole=cluster-admin --dry-run=client -o yaml\n', []);
    await check('kubectl get clusterrolebinding cluster-admin # create clusterrolebinding\n', []);
    await check(
      '# kubectl create clusterrolebinding ci --clusterrole=cluster-admin --user=x\necho "kubectl create clusterrolebinding ci --clusterrole=cluster-admin --user=x"\n',
      [],
    );
    await check('kubectl create clusterrolebinding\nkubectl create\nkubectl\n', []);
  });
  it('reports what changes add', async () => {
    await check(
      `kubectl patch clusterrolebinding «cluster-admin» --type=json -p='[{"op":"add","path":"/subjects/-","value":{"kind":"ServiceAccount","name":"ci","namespace":"build"}}]'\n`,
      ['k8s/cluster-admin-binding'],
    );
    await check(
      `kubectl -n shop patch rolebinding/web --type merge --patch '{"subjects": [{"kind": "Group", "name": "«system:unauthenticated»"}]}'\n`,
      ['k8s/anonymous-subject'],
    );
    await check(
      `kubectl patch clusterrole reader --type json -p "[{\\"op\\": \\"add\\", \\"path\\": \\"/rules/-\\", \\"value\\": {\\"apiGroups\\": [\\"\\"], \\"resources\\": [\\"«secrets»\\", \\"$MORE\\"], \\"verbs\\": [\\"get\\"]}}]"\n`,
      ['k8s/secrets-read'],
    );
    await check(
      "oc patch role deployer -n ci -p 'rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate]}]'\n"
        .replace('rules', '«rules')
        .replace("}]'", "}]»'"),
      ['k8s/escalate'],
    );
    await check('kubectl set subject clusterrolebinding «cluster-admin» --serviceaccount=ci:deployer\n', ['k8s/cluster-admin-binding']);
    await check('kubectl set subject clusterrolebinding team-readers --group=«system:masters»\n', ['k8s/masters-subject']);
    await check(
      `oc patch scc privileged --type=json -p '[{"op": "add", "path": "/users/-", "value": "«system:serviceaccount:ci:builder»"}]'\n`,
      ['k8s/privileged-constraints'],
    );
    await check('kubectl label --overwrite ns shop pod-security.kubernetes.io/enforce=«privileged»\n', ['k8s/privileged-namespace']);
    await check('kubectl annotate sa default -n shop eks.amazonaws.com/role-arn=«arn:aws:iam::111122223333:role/shop»\n', [
      'k8s/default-account-cloud-identity',
    ]);
  });
  it('leaves other changes alone', async () => {
    await check(
      `kubectl patch clusterrolebinding cluster-admin --dry-run=client --type=json -p '[{"op":"add","path":"/subjects/-","value":{"kind":"Group","name":"ops"}}]'\n`,
      [],
    );
    await check(`kubectl patch clusterrolebinding cluster-admin --type=json -p '[{"op":"remove","path":"/subjects/0"}]'\n`, []);
    await check(
      `kubectl patch clusterrolebinding readers --type=json -p '[{"op":"add","path":"/subjects/-","value":{"kind":"Group","name":"ops"}}]'\n`,
      [],
    );
    await check(
      `kubectl patch deployment web -p '{"spec": {"replicas": 3}}'\nkubectl patch svc web -p "$PATCH"\nkubectl patch clusterrole r --patch-file r.yaml\n`,
      [],
    );
    await check(
      `oc patch scc restricted-v2 --type=json -p '[{"op": "add", "path": "/users/-", "value": "system:serviceaccount:ci:builder"}]'\n`,
      [],
    );
    await check(
      'kubectl label ns shop pod-security.kubernetes.io/enforce=baseline team=privileged\nkubectl label pods --all pod-security.kubernetes.io/enforce=privileged\n',
      [],
    );
    await check(
      'kubectl annotate sa web eks.amazonaws.com/role-arn=arn:aws:iam::111122223333:role/web\nkubectl set image deployment/web web=web:2\n',
      [],
    );
    await check('kubectl set subject clusterrolebinding cluster-admin --local -f b.yaml --user=ada\n', []);
  });
  it('reports manifests that are written out', async () => {
    const manifest = (role: string, indent = '') =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: ${role}}\nsubjects: [{kind: Group, name: ops}]\n`.replace(
        /^(?=.)/gm,
        indent,
      );
    await check(`kubectl apply -f - <<EOF\n${manifest('«cluster-admin»')}EOF\n`, ['k8s/cluster-admin-binding']);
    await check(`  cat <<-'YAML' | kubectl apply -f -\n${manifest('«cluster-admin»', '\t')}\tYAML\necho done\n`, [
      'k8s/cluster-admin-binding',
    ]);
    await check(`cat > b.yaml <<"EOT"\napiVersion: v1\nkind: Namespace\nmetadata: {name: $NS}\n---\n${manifest('«cluster-admin»')}EOT\n`, [
      'k8s/cluster-admin-binding',
    ]);
    await check(
      `kubectl apply -f - <<EOF\n${manifest('$ROLE')}EOF\nkubectl apply -f - <<EOF\n${manifest('${ROLE:-cluster-admin}')}EOF\n`,
      [],
    );
    await check(`kubectl apply -f - <<EOF\n${manifest('cluster-admin')}`, []);
    const workflow = `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          kubectl apply -f - <<EOF\n${manifest('cluster-admin', '          ')}          EOF\n`;
    const { findings } = await analyzeTexts({ '.github/workflows/a.yml': workflow });
    expect(findings.filter((one) => one.rule === 'k8s/cluster-admin-binding').map((one) => workflow.slice(...one.at.span))).toEqual([
      'cluster-admin',
    ]);
  });
  it('reports tokens that live long', async () => {
    await check('kubectl create token ci --duration=«720h»\nkubectl create token ci --duration=1h\n', ['k8s/long-projected-token']);
  });
  it('takes any text', async () => {
    const random = seeded(41);
    const words = [
      'kubectl ',
      'create ',
      'clusterrolebinding ',
      'role ',
      '--clusterrole=',
      'cluster-admin',
      '"',
      "'",
      '\\\n',
      '\n',
      '--verb=',
      '*,',
      '--resource ',
      'a.b/c ',
      '$x',
      '|',
      '-n ',
      '<<EOF\n',
      'EOF\n',
      'apiVersion: v1\nkind: Role\n',
      'patch ',
      'set subject ',
      'label ',
      '-p \'[{"op":"add","path":"/rules/-","value":',
      '{"verbs":["*"]}',
      "}]' ",
      '\\"',
    ];
    for (let i = 0; i < 300; i++) {
      let text = 'kubectl create clusterrole\n';
      for (let n = Math.floor(random() * 30); n > 0; n--) text += words[Math.floor(random() * words.length)]!;
      expect((await analyzeTexts({ 'a.sh': text })).failures).toEqual([]);
    }
    for (const part of ['kubectl create role "', 'apiVersion kind <<EOF\n']) {
      await expectLinear(part, 2_500, (size) => {
        const text = part.repeat(size);
        return () => analyzeTexts({ 'a.sh': text });
      });
    }
  });
});
