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
  expect(found.map((one) => `${one.rule} ${text.slice(...one.at.span)}`)).toEqual(rules.map((rule, index) => `${rule} ${text.slice(...spans[index]!)}`));
  expect(found.map((one) => [...one.at.span])).toEqual(spans);
}

describe('kubectl in scripts', () => {
  it('reports bindings to cluster-admin', async () => {
    await check('#!/bin/sh\nkubectl create clusterrolebinding ci --clusterrole=«cluster-admin» --serviceaccount=ci:deployer\n', ['k8s/cluster-admin-binding']);
    await check('set -e\n  sudo kubectl -n ci create clusterrolebinding "ci" \\\n    --clusterrole «cluster-admin» \\\n    --group=ops && echo done\n', ['k8s/cluster-admin-binding']);
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
    await check('# kubectl create clusterrolebinding ci --clusterrole=cluster-admin --user=x\necho "kubectl create clusterrolebinding ci --clusterrole=cluster-admin --user=x"\n', []);
    await check('kubectl create clusterrolebinding\nkubectl create\nkubectl\n', []);
  });
  it('reports manifests that are written out', async () => {
    const manifest = (role: string, indent = '') => `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: ${role}}\nsubjects: [{kind: Group, name: ops}]\n`.replace(/^(?=.)/gm, indent);
    await check(`kubectl apply -f - <<EOF\n${manifest('«cluster-admin»')}EOF\n`, ['k8s/cluster-admin-binding']);
    await check(`  cat <<-'YAML' | kubectl apply -f -\n${manifest('«cluster-admin»', '\t')}\tYAML\necho done\n`, ['k8s/cluster-admin-binding']);
    await check(`cat > b.yaml <<"EOT"\napiVersion: v1\nkind: Namespace\nmetadata: {name: $NS}\n---\n${manifest('«cluster-admin»')}EOT\n`, ['k8s/cluster-admin-binding']);
    await check(`kubectl apply -f - <<EOF\n${manifest('$ROLE')}EOF\nkubectl apply -f - <<EOF\n${manifest('${ROLE:-cluster-admin}')}EOF\n`, []);
    await check(`kubectl apply -f - <<EOF\n${manifest('cluster-admin')}`, []);
    const workflow = `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          kubectl apply -f - <<EOF\n${manifest('cluster-admin', '          ')}          EOF\n`;
    const { findings } = await analyzeTexts({ '.github/workflows/a.yml': workflow });
    expect(findings.filter((one) => one.rule === 'k8s/cluster-admin-binding').map((one) => workflow.slice(...one.at.span))).toEqual(['cluster-admin']);
  });
  it('reports tokens that live long', async () => {
    await check('kubectl create token ci --duration=«720h»\nkubectl create token ci --duration=1h\n', ['k8s/long-projected-token']);
  });
  it('takes any text', async () => {
    const random = seeded(41);
    const words = ['kubectl ', 'create ', 'clusterrolebinding ', 'role ', '--clusterrole=', 'cluster-admin', '"', "'", '\\\n', '\n', '--verb=', '*,', '--resource ', 'a.b/c ', '$x', '|', '-n ', '<<EOF\n', 'EOF\n', 'apiVersion: v1\nkind: Role\n'];
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
