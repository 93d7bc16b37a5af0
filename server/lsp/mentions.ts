// Names in a text that stand for something declared elsewhere: the role that a workflow assumes, the service account that
// it signs in as, a block of the same module. Looks at the text around the cursor only; what it leads to is looked up in
// the facts.
import type { Document } from '../engine/document.ts';
import { folderOf } from '../engine/document.ts';
import type { Carrier, Facts, Identity, Principal, Trust } from '../engine/facts/types.ts';
import { textOf } from '../engine/facts/value.ts';
import type { Project } from '../engine/project.ts';
import { lineSpanAt, type Place, type Span } from '../engine/text/text.ts';
import { holds, isAccount } from './navigation.ts';

/** Longer lines are made by machines; nobody stands in them with a cursor. */
const longestLine = 4000;

const roleArn = /arn:aws[\w-]*:iam::[^:\s"']*:role\/([\w+=,.@/-]+)/g;
const googleAccount = /([a-z][a-z0-9-]{2,62})@[a-z0-9.:-]+\.iam\.gserviceaccount\.com/g;
const address = /[A-Za-z_][\w-]*(?:\.[\w-]+)*/g;

/** Id of the identity that is named at the offset, as the inventory has it. */
export function identityNamedAt(document: Document, offset: number): string | undefined {
  const role = matchAt(document, offset, roleArn);
  if (role) return idOf(roleArn, role);
  const account = matchAt(document, offset, googleAccount);
  return account && idOf(googleAccount, account);
}

/** Something that stands for an identity which is declared elsewhere. */
export interface Mention {
  readonly span: Span;
  readonly identity: Identity;
}

/**
 * The identity that is named at the offset and declared at another place: the role that a workflow assumes, the subject of a
 * binding, the account of a workload, a block of the same module. Undefined where several may be meant.
 */
export function mentionAt(project: Project, document: Document, offset: number): Mention | undefined {
  const { uri } = document;
  const found = new Map<string, Mention>();
  const note = (identity: Identity, span: Span): void => {
    if (!holds(identity.at, uri, offset)) found.set(`${identity.at.uri} ${identity.at.span[0]}`, { span, identity });
  };
  const id = identityNamedAt(document, offset);
  const written = matchAt(document, offset, roleArn) ?? matchAt(document, offset, googleAccount) ?? matchAt(document, offset, address);
  const folder = folderOf(uri);
  for (const identity of project.all('identities')) {
    const { carrier } = identity;
    if (
      written &&
      (identity.id === id || (id === undefined && folderOf(carrier.head.uri) === folder && isPartOf(written[0], carrier.address)))
    )
      note(identity, written.span);
  }
  for (const named of accountsNamedIn(project.documents.get(uri)?.facts))
    if (holds(named.id.at, uri, offset))
      for (const identity of project.all('identities')) if (isAccount(identity, named)) note(identity, named.id.at.span);
  return found.size === 1 ? found.values().next().value : undefined;
}

/** Principals of a document, and the accounts that its workloads run as. */
function* accountsNamedIn(facts: Facts | undefined): Iterable<Pick<Principal, 'kind' | 'id' | 'namespace'>> {
  for (const { principals } of [...(facts?.grants ?? []), ...(facts?.trusts ?? [])]) yield* principals;
  for (const { traits } of facts?.identities ?? []) {
    const id = traits['serviceAccount'];
    if (id) yield { kind: 'serviceAccount', id, namespace: traits['namespace'] };
  }
}

/** Whether a reference leads to the block of this address: `aws_iam_role.ci.arn` to `aws_iam_role.ci`. One word alone is no reference. */
function isPartOf(reference: string, of: string): boolean {
  return of.includes('.') && (reference === of || reference.startsWith(`${of}.`));
}

/** Where the identity is declared: for a role its trust, because that is what a workflow meets; else the identity. */
export function declarationsOf(project: Project, id: string): Place[] {
  const identities = project.all('identities').filter((identity) => identity.id === id);
  return identities.flatMap((identity) => {
    const trusts = trustsOf(project, identity);
    return trusts.length > 0 ? trusts.map((trust) => trust.statement?.at ?? trust.carrier.head) : [identity.at];
  });
}

function trustsOf(project: Project, { carrier }: Identity): Trust[] {
  return project
    .all('trusts')
    .filter(
      (trust) =>
        trust.carrier.dialect === carrier.dialect &&
        trust.carrier.address === carrier.address &&
        folderOf(trust.carrier.head.uri) === folderOf(carrier.head.uri),
    );
}

/** Where workflows name these identities: inputs of steps, and commands. */
export function workflowUses(project: Project, identities: readonly Identity[]): Place[] {
  const ids = new Set(identities.map(({ id }) => id));
  if (ids.size === 0) return [];
  const found: Place[] = [];
  for (const workflow of project.all('workflows')) {
    for (const step of [...workflow.steps, ...workflow.jobs.flatMap((job) => job.steps)]) {
      for (const { value } of step.inputs) {
        const text = value.kind === 'scalar' ? textOf(value) : undefined;
        if (text === undefined || value.kind !== 'scalar') continue;
        for (const pattern of [roleArn, googleAccount])
          for (const match of text.matchAll(pattern)) if (ids.has(idOf(pattern, match))) found.push(value.at);
      }
    }
  }
  return found;
}

function idOf(pattern: RegExp, match: RegExpMatchArray): string {
  return pattern === roleArn ? `aws:role:${match[1]!.slice(match[1]!.lastIndexOf('/') + 1)}` : `gcp:service-account:${match[1]}`;
}

/** The block of the same module whose address is written at the offset: `aws_iam_policy.ci` of `aws_iam_policy.ci.arn`. */
export function blockNamedAt(project: Project, document: Document, offset: number): Place[] {
  const written = matchAt(document, offset, address)?.[0];
  if (written === undefined) return [];
  const parts = written.split('.');
  const names = new Set(parts.map((_, index) => parts.slice(0, parts.length - index).join('.')));
  const folder = folderOf(document.uri);
  const found = new Map<string, Carrier>();
  for (const { uri, facts } of project.documents.values()) {
    if (folderOf(uri) !== folder) continue;
    for (const { carrier } of [...facts.identities, ...facts.trusts, ...facts.grants, ...facts.credentials]) {
      const inside = carrier.head.uri === document.uri && carrier.head.span[0] <= offset && offset <= carrier.head.span[1];
      if (names.has(carrier.address) && !inside && (parts.length > 1 || uri === document.uri))
        found.set(`${carrier.head.uri} ${carrier.head.span[0]}`, carrier);
    }
  }
  return [...found.values()].map(({ head }) => head);
}

function matchAt({ text }: Document, offset: number, pattern: RegExp): (RegExpMatchArray & { readonly span: Span }) | undefined {
  const line: Span = lineSpanAt(text, offset);
  if (line[1] - line[0] > longestLine) return undefined;
  for (const match of text.slice(line[0], line[1]).matchAll(pattern)) {
    const start = line[0] + match.index;
    if (start <= offset && offset <= start + match[0].length)
      return Object.assign(match, { span: [start, start + match[0].length] as Span });
  }
  return undefined;
}
