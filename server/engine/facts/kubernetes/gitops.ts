// What the tools that apply a repository to a cluster let people and repositories do: projects, settings and policies of
// Argo CD, and the account that Flux applies with. What an application or a release deploys is read where it stands.
import { readGivenValues, type GivenValues } from '../helm/given-values.ts';
import { isChart, readInstalledChart } from '../helm/installed.ts';
import { valuesOfParameters } from '../helm/paths.ts';
import { valuesAtPath } from '../helm/values.ts';
import { inlineDocuments } from '../kustomize/patches.ts';
import { scriptLines } from '../script-lines.ts';
import { wordAt } from '../made-values.ts';
import type { Facts, Principal } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { enabledOf, textAround, type ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { leafOf, shownName } from './objects.ts';

/** Reads the object when it is one of theirs; others give nothing. */
export function readGitOps(context: ObjectContext, into: Facts): void {
  const { object } = context;
  const { group, kind, name } = context.name;
  if (group === 'argoproj.io' && kind === 'AppProject') readProject(context, into);
  else if (group === 'argoproj.io' && (kind === 'Application' || kind === 'ApplicationSet')) readApplication(context, into);
  else if (group === 'argoproj.io' && kind === 'ArgoCD') readInstance(context, into);
  else if (kind === 'ConfigMap' && textOf(name) === 'argocd-rbac-cm') readPolicy(context, into);
  else if (kind === 'ConfigMap' && textOf(name) === 'argocd-cm') readSettings(context, valueAt(object, 'data'), into);
  else if (
    (group === 'kustomize.toolkit.fluxcd.io' && kind === 'Kustomization') ||
    (group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease')
  )
    readFlux(context, into);
}

function allow(
  context: ObjectContext,
  what: string,
  leaf: Leaf | undefined,
  into: Facts,
  principals: readonly Principal[] = [],
  part = what,
  scope: Leaf = leaf!,
): void {
  if (!leaf) return;
  into.grants.push(
    grantOf(
      context,
      'entitlement',
      `${context.anchor}|${part}`,
      { level: 'cluster', id: scope },
      { principals, entitlement: wordAt(what, leaf.at), actions: [leaf], enabled: enabledOf(context, leaf.at.span[0]) },
    ),
  );
}

/** What a project of Argo CD lets its applications come from and go to. */
function readProject(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  for (const leaf of leavesOf(valueAt(spec, 'sourceRepos'))) allow(context, 'AppProject/sourceRepos', leaf, into, [], 'sourceRepos');
  for (const one of itemsOf(valueAt(spec, 'destinations'))) {
    const [server, namespace] = [leafOf(valueAt(one, 'server') ?? valueAt(one, 'name')), leafOf(valueAt(one, 'namespace'))];
    if (namespace && (textOf(server) === '*' || textOf(namespace) !== '*'))
      allow(context, 'AppProject/destinations', namespace, into, [], 'destinations');
    else if (namespace) allow(context, 'AppProject/namespaces', namespace, into, [], 'namespaces');
  }
  for (const one of itemsOf(valueAt(spec, 'clusterResourceWhitelist')))
    if (textOf(valueAt(one, 'group')) === '*')
      allow(context, 'AppProject/clusterResourceWhitelist', leafOf(valueAt(one, 'kind')), into, [], 'clusterResourceWhitelist');
  for (const role of itemsOf(valueAt(spec, 'roles'))) readProjectRole(context, role, into);
}

/** A role of a project: the lines of its policy, and tokens that were made for it. A token without `exp` has no end. */
function readProjectRole(context: ObjectContext, role: Value, into: Facts): void {
  for (const line of leavesOf(valueAt(role, 'policies'))) readPolicyLine(context, line, into);
  const name = leafOf(valueAt(role, 'name'));
  for (const token of itemsOf(valueAt(role, 'jwtTokens'))) {
    const made = leafOf(valueAt(token, 'iat'));
    if (!made || token.kind !== 'mapping' || !token.complete || valueAt(token, 'exp')) continue;
    into.credentials.push({
      anchor: `${context.anchor}|${textOf(name) ?? '?'}|jwtTokens`,
      platform: 'k8s',
      kind: 'static-provider',
      ...(name ? { owner: { kind: 'role', id: name } } : {}),
      lifetime: { kind: 'standing' },
      storedIn: 'unknown',
      at: made.at,
      carrier: { ...context.carrier, kind: 'AppProject' },
      enabled: enabledOf(context, made.at.span[0]),
    });
  }
}

/** An instance of Argo CD's operator, which puts these settings into the ConfigMaps. */
function readInstance(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  readDefaultRole(context, valueAt(spec, 'rbac', 'defaultPolicy'), into);
  const policy = leafOf(valueAt(spec, 'rbac', 'policy'));
  for (const line of policy ? linesOf(policy, context) : []) readPolicyLine(context, line, into);
  readAnonymous(context, valueAt(spec, 'usersAnonymousEnabled'), into);
  readSettings(context, valueAt(spec, 'extraConfig'), into);
}

/** The role that everybody has who signs in. */
function readDefaultRole(context: ObjectContext, role: Value | undefined, into: Facts): void {
  const everybody = leafOf(role);
  allow(context, 'argocd/policy.default', everybody, into, everybody ? [{ kind: 'authenticated', id: everybody }] : []);
}

/** Callers without a login. */
function readAnonymous(context: ObjectContext, value: Value | undefined, into: Facts): void {
  const anonymous = leafOf(value);
  if (textOf(anonymous) === 'true') allow(context, 'argocd/users.anonymous.enabled', anonymous, into, [{ kind: 'any', id: anonymous! }]);
}

/** Roles of Argo CD: the one that everybody has, and the lines of its policy that allow. */
function readPolicy(context: ObjectContext, into: Facts): void {
  const data = valueAt(context.object, 'data');
  readDefaultRole(context, valueAt(data, 'policy.default'), into);
  if (data?.kind !== 'mapping') return;
  for (const { key, value } of data.entries) {
    const leaf = /^policy(?:\.[\w-]+)*\.csv$/.test(textOf(key) ?? '') ? leafOf(value) : undefined;
    for (const line of leaf ? linesOf(leaf, context) : []) readPolicyLine(context, line, into);
  }
}

function linesOf(leaf: Leaf, context: ObjectContext): Leaf[] {
  const text = textAround(context, leaf);
  if (leaf.encoding === 'yaml-block' && text !== undefined) return scriptLines(leaf, text).map((line) => wordAt(line.text, line.at));
  return (textOf(leaf) ?? '').split('\n').map((line) => wordAt(line.trim(), leaf.at));
}

/** `p, SUBJECT, RESOURCE, ACTION, OBJECT, allow`. */
function readPolicyLine(context: ObjectContext, line: Leaf, into: Facts): void {
  const [kind, subject, resource, action, object, effect] = (textOf(line) ?? '').split(',').map((part) => part.trim());
  if (kind !== 'p' || !subject || resource === undefined || action === undefined || object === undefined || effect !== 'allow') return;
  allow(
    context,
    `argocd/policy/${resource}:${action}`,
    line,
    into,
    [{ kind: 'role', id: wordAt(subject, line.at) }],
    `policy[${subject},${resource},${action},${object}]`,
    wordAt(object, line.at),
  );
}

/** Callers without a login, and accounts whose tokens end only when somebody says so. */
function readSettings(context: ObjectContext, data: Value | undefined, into: Facts): void {
  readAnonymous(context, valueAt(data, 'users.anonymous.enabled'), into);
  const terminal = leafOf(valueAt(data, 'exec.enabled'));
  if (textOf(terminal) === 'true') allow(context, 'argocd/exec.enabled', terminal, into);
  if (data?.kind !== 'mapping') return;
  for (const { key, value } of data.entries) {
    const name = /^accounts\.([\w-]+)$/.exec(textOf(key) ?? '')?.[1];
    const abilities = name === undefined ? undefined : leafOf(value);
    if (!abilities || !/(?:^|,)\s*apiKey\s*(?:,|$)/.test(textOf(abilities) ?? '')) continue;
    into.credentials.push({
      anchor: `${context.anchor}|accounts.${name}`,
      platform: 'k8s',
      kind: 'static-provider',
      owner: { kind: 'user', id: wordAt(name!, key.at) },
      lifetime: { kind: 'standing' },
      storedIn: 'unknown',
      at: abilities.at,
      carrier: { ...context.carrier, kind: 'argocd-cm' },
      enabled: enabledOf(context, abilities.at.span[0]),
    });
  }
}

/** What an application gives the charts that it is made of. A path is one of its repository, which is taken for this one where a chart lies there. */
function readApplication(context: ObjectContext, into: Facts): void {
  const { files, uri, object, name } = context;
  const spec = name.kind === 'Application' ? valueAt(object, 'spec') : valueAt(object, 'spec', 'template', 'spec');
  if (name.kind === 'ApplicationSet' && takesAnyRequest(itemsOf(valueAt(object, 'spec', 'generators'))))
    allow(context, 'ApplicationSet/pullRequest', leafOf(valueAt(spec, 'project')), into);
  for (const source of [...itemsOf(valueAt(spec, 'source')), ...itemsOf(valueAt(spec, 'sources'))]) {
    const chart = chartAt(valueAt(source, 'path'), context);
    const given: GivenValues = { ...givenValues(context), besideChart: chart !== undefined };
    const written = valueAt(source, 'helm', 'values');
    const text = textAround(context, written);
    const parameters = valuesOfParameters(itemsOf(valueAt(source, 'helm', 'parameters')), source.at);
    // The object counts more than the text, and parameters more than both.
    const inFiles = (one: Value): readonly Value[] => (chart === undefined ? [] : valuesAtPath(`${chart}/Chart.yaml`, one, files!));
    const values = [
      ...(written?.kind === 'scalar' && text !== undefined ? inlineDocuments(written, { uri, text }) : []),
      ...itemsOf(valueAt(source, 'helm', 'valuesObject')),
    ];
    for (const one of [...values, parameters]) readGivenValues(one, into, given);
    if (chart !== undefined)
      readInstalledChart(
        {
          chart,
          values: [...itemsOf(valueAt(source, 'helm', 'valueFiles')).flatMap(inFiles), ...values, parameters],
        },
        files!,
        into,
        given,
      );
  }
}

/** The chart of the tree at a path of a repository. */
function chartAt(path: Value | undefined, { files }: ObjectContext): string | undefined {
  const folder = textOf(path)?.replace(/^(?:\.\/)+|(?<!\/)\/+$/g, '');
  return folder && files && isChart(folder, files) ? folder : undefined;
}

/** Whether some generator makes applications of every pull request: of those without a label that somebody has to set. */
function takesAnyRequest(generators: readonly Value[]): boolean {
  return generators.some((generator) => {
    const requests = valueAt(generator, 'pullRequest');
    if (requests?.kind === 'mapping') return requests.complete && requests.entries.every(({ value }) => !valueAt(value, 'labels'));
    return ['matrix', 'merge'].some((key) => takesAnyRequest(itemsOf(valueAt(generator, key, 'generators'))));
  });
}

function givenValues(context: ObjectContext): GivenValues {
  return {
    uri: context.uri,
    ...(context.text === undefined ? {} : { text: context.text }),
    dialect: context.dialect,
    anchor: `${context.anchor}|values`,
    enabled: enabledOf(context, context.object.at.span[0]),
  };
}

/** The values of a release of Flux. A chart out of a repository of charts is known by its name alone, one out of git by its path. */
function readRelease(context: ObjectContext, spec: Value | undefined, values: Value, into: Facts): void {
  const source = valueAt(spec, 'chart', 'spec');
  const isPath = textOf(valueAt(source, 'sourceRef', 'kind')) === 'GitRepository';
  const chart = isPath ? chartAt(valueAt(source, 'chart'), context) : undefined;
  const given: GivenValues = { ...givenValues(context), besideChart: chart !== undefined };
  readGivenValues(values, into, given);
  if (chart !== undefined) readInstalledChart({ chart, values: [values] }, context.files!, into, given);
}

/** Flux applies as its own controller, an administrator, unless it is told an account or the cluster to go to. */
function readFlux(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  const values = valueAt(spec, 'values');
  if (values && context.name.kind === 'HelmRelease') readRelease(context, spec, values, into);
  if (spec?.kind !== 'mapping' || !spec.complete || valueAt(spec, 'serviceAccountName') || valueAt(spec, 'kubeConfig')) return;
  const head = wordAt(shownName(context.name.name), context.carrier.head);
  allow(context, 'flux/controller', head, into);
}
