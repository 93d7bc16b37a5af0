// Renaming a Kubernetes service account over everything that binds or runs as it. Done only where it is safe: every place
// that mentions the account is one that was understood, written out, and in plain manifests. Anything else is refused with
// the reason and the place, because a binding that was forgotten takes access away without a word.
import type { Document } from '../engine/document.ts';
import type { Identity } from '../engine/facts/types.ts';
import { textOf, type Leaf } from '../engine/facts/value.ts';
import type { Project } from '../engine/project.ts';
import { lineSpanAt, lineStarts, positionAt, type Place, type Span } from '../engine/text/text.ts';
import { holds, isAccount } from './navigation.ts';

export interface AccountUse {
  /** The name as it is written, without quotes. */
  readonly at: Place;
  /** Why this place cannot be changed, in words that end a sentence. */
  readonly fixed?: string;
}

export interface Account {
  readonly name: string;
  readonly namespace: string;
  readonly uses: readonly AccountUse[];
}

/** What stands at the offset: an account, why it cannot be renamed, or nothing of the kind. */
export function accountAt(project: Project, uri: string, offset: number): Account | { readonly why: string } | undefined {
  const accounts = project.all('identities').filter(isServiceAccount);
  const named = namedAt(project, accounts, uri, offset);
  if (named) return accountOf(project, named, accounts);
  const bound = project
    .all('grants')
    .flatMap((grant) => grant.principals)
    .find(
      (principal) =>
        principal.kind === 'serviceAccount' &&
        holds(principal.id.at, uri, offset) &&
        project.documents.get(uri)?.facts.grants.some(({ platform }) => platform === 'k8s'),
    );
  if (bound)
    return {
      why: `the service account ${textOf(bound.id) ?? ''} is declared nowhere in this workspace, so nobody can say what else names it`,
    };
  return undefined;
}

function namedAt(project: Project, accounts: readonly Identity[], uri: string, offset: number): Identity | undefined {
  return accounts.find((account) => usesOf(project, account).some(({ at }) => holds(at, uri, offset)));
}

/** The account that is declared or named at the offset, and every place that names it: bindings and workloads. */
export function accountUsesAt(
  project: Project,
  uri: string,
  offset: number,
): { readonly declared: Place; readonly uses: Place[] } | undefined {
  const named = namedAt(project, project.all('identities').filter(isServiceAccount), uri, offset);
  return named && { declared: named.at, uses: usesOf(project, named).flatMap(({ at }) => (at === named.at ? [] : at)) };
}

function accountOf(project: Project, account: Identity, all: readonly Identity[]): Account | { readonly why: string } {
  const namespace = namespaceOf(account);
  if (namespace === undefined)
    return { why: `the namespace of ${account.name} is not written in its manifest: other accounts may have the same name` };
  if (account.name === 'default') return { why: '`default` is the account that Kubernetes itself makes in each namespace' };
  const same = all.filter((one) => one !== account && one.name === account.name && namespaceOf(one) === namespace);
  if (same.length > 0)
    return { why: `${namespace}/${account.name} is declared ${same.length + 1} times; in which of them it is renamed is for a person` };
  return { name: account.name, namespace, uses: usesOf(project, account) };
}

function isServiceAccount({ platform, kind, carrier }: Identity): boolean {
  return platform === 'k8s' && kind === 'service-account' && carrier.kind === 'ServiceAccount';
}

function namespaceOf({ traits }: Identity): string | undefined {
  return traits['namespace'] && textOf(traits['namespace']);
}

/** The declaration, subjects of bindings, and workloads that run as the account. */
function usesOf(project: Project, account: Identity): AccountUse[] {
  const uses: AccountUse[] = [{ at: account.at, ...fixedBy(project, account.at) }];
  for (const { facts } of project.documents.values()) {
    for (const grant of facts.grants)
      for (const principal of grant.principals)
        if (isAccount(account, principal))
          uses.push(principal.namespace ? useOf(project, principal.id) : { at: principal.id.at, fixed: 'this subject says no namespace' });
    for (const { traits, platform } of facts.identities) {
      const runsAs = traits['serviceAccount'];
      const namespace = traits['namespace'] && textOf(traits['namespace']);
      if (platform === 'k8s' && runsAs && textOf(runsAs) === account.name && namespace === namespaceOf(account))
        uses.push(useOf(project, runsAs));
    }
  }
  return [...new Map(uses.map((use) => [`${use.at.uri} ${use.at.span[0]}`, use])).values()];
}

function useOf(project: Project, leaf: Leaf): AccountUse {
  if (leaf.via.length > 0 || !leaf.editable) return { at: leaf.via[0] ?? leaf.at, fixed: 'it is computed there' };
  return { at: leaf.at, ...fixedBy(project, leaf.at) };
}

function fixedBy(project: Project, at: Place): { readonly fixed?: string } {
  const dialects = project.documents.get(at.uri)?.dialects ?? [];
  const other = dialects.find((dialect) => ['kustomize', 'terraform', 'pulumi', 'cdk'].includes(dialect));
  return other ? { fixed: `${other} may use it with other values` } : {};
}

/** A name as Kubernetes takes it. */
export function isAccountName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/.test(name);
}

/** Texts under which other systems know the account: clouds that trust it, subjects by their user name. */
function foreignNames({ name, namespace }: Account): string[] {
  return [`[${namespace}/${name}]`, `${namespace}:${name}`];
}

/** Mentions of the account that are none of its uses, each with its line: these would still say the old name. */
export function foreignMentions(account: Account, documents: Iterable<Document>, project: Project): string[] {
  const found: string[] = [];
  for (const document of documents) {
    // What a manifest names is known; a file of values only hands words on, whatever reads it.
    if (
      handsOver.test(document.uri) ||
      !project.documents.get(document.uri)?.dialects.some((dialect) => dialect === 'kubernetes' || dialect === 'helm')
    )
      found.push(...valuesNaming(account, document));
    for (const text of foreignNames(account)) {
      for (let at = document.text.indexOf(text); at >= 0; at = document.text.indexOf(text, at + text.length)) {
        const end = at + text.length;
        if (text.endsWith(']') || !/[\w.-]/.test(document.text[end] ?? ''))
          found.push(`${document.uri}:${positionAt(lineStarts(document.text), at).line + 1}`);
      }
    }
  }
  return found;
}

const handsOver = /(?:^|\/)values(?:[^/]*|\/[^/]+)\.ya?ml$|\.tfvars(?:\.json)?$/;

/** Lines of values and variables that hand the name to manifests which are made elsewhere. */
function valuesNaming({ name, uses }: Account, { text, uri }: Document): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (/[\w.-]/.test(text[at - 1] ?? '') || /[\w.-]/.test(text[at + name.length] ?? '') || uses.some((use) => holds(use.at, uri, at)))
      continue;
    const [start, end] = lineSpanAt(text, at);
    const before = start > 0 ? text.slice(...lineSpanAt(text, start - 1)) : '';
    // In a file of values any key may end up as the name of an account.
    if (handsOver.test(uri) || /service[_-]?account/i.test(`${before}\n${text.slice(start, Math.min(end, start + 400))}`))
      found.push(`${uri}:${positionAt(lineStarts(text), at).line + 1}`);
  }
  return found;
}

/** The span that holds the offset. */
export function useAt({ uses }: Account, uri: string, offset: number): Span | undefined {
  return uses.find(({ at }) => holds(at, uri, offset))?.at.span;
}
