// Words of Kubernetes' own authorization: verbs of a rule, and the role that a binding refers to.
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import type { Project } from '../engine/project.ts';
import { rangeOf } from './convert.ts';
import { placeInText } from './place-in-text.ts';

/**
 * Verbs that the API server knows (Kubernetes documentation, "Authorization": request verbs, and those that it asks for in
 * special cases), with what each lets do.
 */
const verbs: Readonly<Record<string, string>> = {
  get: 'read one',
  list: 'read all, with their contents',
  watch: 'be told of every change, with the contents',
  create: 'make new ones',
  update: 'replace one',
  patch: 'change parts of one',
  delete: 'remove one',
  deletecollection: 'remove all at once',
  approve: 'approve requests of a signer for certificates',
  sign: 'issue certificates in the name of a signer',
  bind: 'bind a role whose permissions one does not hold',
  escalate: 'write permissions into a role that one does not hold',
  impersonate: 'act as another user, group or service account',
};

/** Hand out what their holder does not have, so they are offered last. */
const telling: ReadonlySet<string> = new Set(['approve', 'sign', 'bind', 'escalate', 'impersonate']);

/** Roles that every cluster has for people (Kubernetes documentation, "Using RBAC Authorization": user-facing roles). */
const builtIn: Readonly<Record<string, string>> = {
  view: 'reads most objects, no secrets and no roles',
  edit: 'reads and writes most objects, secrets among them, no roles',
  admin: 'edit, and the roles and bindings of the namespace',
  'cluster-admin': 'everything on every resource',
};

/** What can stand at the offset of a manifest or a block that declares roles or binds them; empty elsewhere. */
export function completeCluster(project: Project, document: Document, offset: number): CompletionItem[] {
  const { text, format } = document;
  if (format === 'hcl' ? !text.includes('"kubernetes_') : !text.includes('rbac.authorization.k8s.io')) return [];
  const place = placeInText(text, offset);
  const parent = place.path.at(-1) ?? '';
  const make = (label: string, more: Partial<CompletionItem>): CompletionItem => ({
    label,
    textEdit: { range: rangeOf(document, place.span), newText: label },
    ...more,
  });
  const key = place.key ?? parent;
  if (key === 'verbs')
    return Object.entries(verbs).map(([verb, detail], index) =>
      make(verb, {
        kind: CompletionItemKind.EnumMember,
        detail,
        sortText: `${telling.has(verb) ? 1 : 0}${String(index).padStart(2, '0')}`,
      }),
    );
  return key === 'name' && /^role_?ref$/i.test(parent) ? roles(project, kindBeside(text, offset), make) : [];
}

/** The kind that stands in the same reference, before or behind its name. */
function kindBeside(text: string, offset: number): string | undefined {
  const begin = Math.max(text.lastIndexOf('roleRef', offset), text.lastIndexOf('role_ref', offset));
  return /\bkind["']?\s{0,4}[:=]\s{0,4}["']?((?:Cluster)?Role)\b/.exec(text.slice(Math.max(begin, offset - 300), offset + 120))?.[1];
}

function roles(
  project: Project,
  kind: string | undefined,
  make: (label: string, more: Partial<CompletionItem>) => CompletionItem,
): CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  if (kind !== 'Role')
    for (const [name, detail] of Object.entries(builtIn))
      found.set(name, make(name, { kind: CompletionItemKind.Constant, detail, sortText: `${name.endsWith('admin') ? 2 : 1}${name}` }));
  for (const { carrier } of project.all('grants')) {
    const [own, ...name] = carrier.address.split('/');
    if ((own !== 'Role' && own !== 'ClusterRole') || (kind !== undefined && own !== kind)) continue;
    const label = name.at(-1)!;
    found.set(label, make(label, { kind: CompletionItemKind.Reference, detail: `${own} of ${carrier.head.uri}`, sortText: `0${label}` }));
  }
  return [...found.values()];
}
