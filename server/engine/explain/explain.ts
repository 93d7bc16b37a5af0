// The facts under a place, explained. Both fronts ask here: the command for a line, the editor for the word under the
// cursor. Of several facts the closest are taken: those with a token in the span, else those whose block holds it.
import { parseOperator } from '../facts/aws/condition-limits.ts';
import { isAllowedTrust, issuerOfTrust, takesWildcards } from '../facts/aws/trust.ts';
import { oidcProviderOf } from '../facts/aws/oidc-subjects.ts';
import type { Credential, Grant, Identity, Trust } from '../facts/types.ts';
import { patternOf, textOf, type Leaf } from '../facts/value.ts';
import type { Project } from '../project.ts';
import type { Place, Span } from '../text/text.ts';
import { partOf, principalInWords, shown, type ExplainedLine, type Explanation } from './explanation.ts';
import { administratorAnyway, escalationInWords, holdersInWords, othersWith, waysKnown } from './holding.ts';
import { conditionsInWords, unresolvedIn, whyQuiet } from './quiet.ts';
import { reachOf } from './reach.ts';
import { tokenAt } from './token.ts';

/** More facts than this on one line are counted, not explained. */
export const mostExplained = 6;

export interface Explained {
  readonly explanations: readonly Explanation[];
  /** How many more facts stand there. */
  readonly more: number;
}

/** What is known about the facts in a span of a document: a line, or a cursor's place, with what a workflow gives the token of its jobs before the job around it; where there are none, what could not be read there. Empty where there is neither. */
export function explainAt(project: Project, uri: string, span: Span): Explained {
  // Permissions stand within a job, which is an identity, and are nearer than the block around.
  const token = tokenAt(project, uri, span);
  if (token.length > 0) return { explanations: token.slice(0, mostExplained), more: Math.max(0, token.length - mostExplained) };
  const facts = closest(project, uri, span);
  if (facts.length === 0) return { explanations: unknownAt(project, uri, span), more: 0 };
  const made = new Map<string, { explanation: Explanation; alike: number }>();
  let more = 0;
  for (const fact of facts) {
    if (made.size === mostExplained) {
      more++;
      continue;
    }
    const explanation = explain(fact, project);
    // Instances of one block (`for_each`) say the same.
    const key = JSON.stringify([explanation.at, explanation.parts]);
    const same = made.get(key);
    if (same) same.alike++;
    else made.set(key, { explanation, alike: 0 });
  }
  return {
    explanations: [...made.values()].map(({ explanation, alike }) =>
      alike === 0 ? explanation : { ...explanation, subject: `${explanation.subject}, and ${alike} more alike` },
    ),
    more,
  };
}

/** What is written at a place and could not be read at all: no fact stands for it, and it is not nothing. */
function unknownAt(project: Project, uri: string, [start, end]: Span): Explanation[] {
  const problems = (project.documents.get(uri)?.facts.problems ?? []).filter(
    ({ at }) => at.uri === uri && at.span[0] <= end && start <= at.span[1],
  );
  const first = problems[0];
  if (!first) return [];
  const lines = new Map(
    problems.slice(0, mostExplained).map(({ message, at }): [string, ExplainedLine] => [message, { text: message, at }]),
  );
  return [{ subject: 'what stands here is not known', at: first.at, parts: [{ title: 'not resolved', lines: [...lines.values()] }] }];
}

type Fact =
  | { readonly kind: 'grant'; readonly fact: Grant }
  | { readonly kind: 'trust'; readonly fact: Trust }
  | { readonly kind: 'credential'; readonly fact: Credential }
  | { readonly kind: 'identity'; readonly fact: Identity };

/** Facts that touch the span, the closest alone: a token in it, a statement around it, a block around it. */
function closest(project: Project, uri: string, span: Span): Fact[] {
  let best = Infinity;
  let found: Fact[] = [];
  const take = (distance: number, fact: Fact): void => {
    if (distance > best) return;
    if (distance < best) [best, found] = [distance, []];
    found.push(fact);
  };
  const touches = (place: Place | undefined): boolean =>
    place !== undefined && place.uri === uri && place.span[0] <= span[1] && span[0] <= place.span[1];
  // A block is nearer the smaller it is; a token is nearer than any block.
  const around = (place: Place | undefined, far: number): number => (touches(place) ? far + (place!.span[1] - place!.span[0]) : Infinity);
  const far = 1e9;
  for (const fact of [
    ...project.all('grants').map((one) => ({ kind: 'grant' as const, fact: one })),
    ...project.all('trusts').map((one) => ({ kind: 'trust' as const, fact: one })),
  ]) {
    const { fact: grant } = fact;
    const tokens: Leaf[] = [
      ...grant.actions,
      ...grant.scope.map((scope) => scope.id),
      ...(grant.entitlement ? [grant.entitlement] : []),
      ...grant.principals.map((principal) => principal.id),
    ];
    if (tokens.some((leaf) => touches(leaf.at)) || grant.conditions.some((condition) => touches(condition.at))) take(0, fact);
    // Where a token is used is less near than where it is written, and nearer than the block around.
    else if (tokens.some((leaf) => leaf.via.some(touches)) && !touches(grant.statement?.at)) take(0.5, fact);
    else take(Math.min(around(grant.statement?.at, 1), around(grant.carrier.attribute, far), around(grant.carrier.block, 2 * far)), fact);
  }
  for (const fact of project.all('credentials'))
    take(touches(fact.at) ? 0 : around(fact.carrier.block, 2 * far), { kind: 'credential', fact });
  for (const fact of project.all('identities'))
    take(touches(fact.at) ? 0 : around(fact.carrier.block, 2 * far), { kind: 'identity', fact });
  return best === Infinity ? [] : found;
}

function explain({ kind, fact }: Fact, project: Project): Explanation {
  switch (kind) {
    case 'grant':
      return explainGrant(fact, project);
    case 'trust':
      return explainTrust(fact, project);
    case 'credential':
      return explainCredential(fact);
    case 'identity':
      return explainIdentity(fact, project);
  }
}

const roleWords: Readonly<Record<Grant['role'], string>> = {
  identity: 'policy of an identity',
  resource: 'policy of a resource',
  trust: 'trust policy',
  boundary: 'permissions boundary',
  'org-limit': 'policy of the organization',
  session: 'session policy',
  endpoint: 'endpoint policy',
  'key-policy': 'policy of a key',
  'custom-role': 'definition of a role',
  binding: 'binding',
  entitlement: 'attached role or policy',
};

function nameOf(grant: Grant, project: Project): string {
  const { statement, carrier } = grant;
  // Azure's roles go by GUIDs, which nobody knows by heart.
  const builtIn =
    grant.platform === 'azure' && grant.entitlement ? project.catalogs.azure?.find(textOf(grant.entitlement) ?? '')?.name : undefined;
  if (grant.entitlement) return `${builtIn === undefined ? shown(grant.entitlement) : `\`${builtIn}\``} in \`${carrier.address}\``;
  const number = statement?.sid ? ` \`${statement.sid}\`` : statement ? ` ${statement.index + 1}` : '';
  return `${grant.effect} statement${number}${carrier.address === '' ? '' : ` of \`${carrier.address}\``}`;
}

function explainGrant(grant: Grant, project: Project): Explanation {
  const already = administratorAnyway(grant, project);
  const escalation = already ? [already] : escalationInWords(grant, project);
  return {
    subject: `${nameOf(grant, project)} (${roleWords[grant.role]})`,
    at: grant.statement?.at ?? grant.entitlement?.at ?? grant.carrier.head,
    parts: [
      ...partOf(grant.effect === 'deny' ? 'denies' : 'allows', reachOf(grant, project)),
      ...partOf(
        grant.polarity.resources === 'except' ? 'on everything but' : 'on',
        grant.scope
          .filter((scope) => scope.id !== grant.entitlement)
          .slice(0, 8)
          .map((scope) => ({ text: scopeWords(scope) })),
      ),
      ...partOf('if', conditionsInWords(grant)),
      ...partOf(
        'until',
        grant.lifetime.kind === 'until' && grant.lifetime.until ? [{ text: shown(grant.lifetime.until), at: grant.lifetime.at }] : [],
      ),
      ...partOf('held by', holdersInWords(grant, project)),
      ...partOf('others with the same', othersWith(grant, project)),
      ...partOf('leads to administrator', escalation),
      ...partOf('in its favour', [...whyQuiet(grant, project), noWay(grant, escalation)]),
      ...partOf('not resolved', [...unresolvedIn(grant), ...problemsIn(grant, project)]),
    ],
  };
}

function noWay(grant: Grant, escalation: readonly ExplainedLine[]): ExplainedLine | undefined {
  if (grant.platform !== 'aws' || grant.role !== 'identity' || grant.effect !== 'allow' || escalation.length > 0) return undefined;
  return { text: `it is part of none of the ${waysKnown} known ways to administrator, with all else that its holders have` };
}

function explainTrust(trust: Trust, project: Project): Explanation {
  const issuer = isAllowedTrust(trust) ? issuerOfTrust(trust) : undefined;
  const provider = issuer === undefined ? undefined : oidcProviderOf(issuer);
  const subjects =
    provider === undefined
      ? []
      : trust.conditions
          .filter(({ key, operator }) => /:sub$/i.test(key) && /^(?:string|arn)(?:equals|like)/.test(parseOperator(operator).base))
          .flatMap((condition) =>
            condition.values.map((leaf) => {
              // Where `*` is a letter it is one that no subject has.
              const pattern = patternOf(leaf);
              return { condition, leaf, reach: takesWildcards(condition) || !/[*?]/.test(pattern) ? provider.reach(pattern) : 'never' };
            }),
          );
  const open = new Set(subjects.filter(({ reach }) => reach === 'anyone').map(({ condition }) => condition));
  const reachWords = {
    anyone: 'every customer of the provider',
    tenant: 'every project of one organization, or those that match',
    project: 'any branch and run of one project',
    narrow: 'what it names',
    never: 'nobody: no subject has this form',
  } as const;
  return {
    subject: `${nameOf(trust, project)} (${roleWords.trust})`,
    at: trust.statement?.at ?? trust.carrier.head,
    parts: [
      ...partOf(
        'lets in',
        trust.principals.map((principal) => ({ text: principalInWords(principal) })),
      ),
      ...partOf(
        'provider',
        provider
          ? [
              { text: `${provider.title}; without a condition on the subject: ${reachWords[provider.withoutSubject]}` },
              ...subjects.map(({ leaf, reach }) => ({ text: `${shown(leaf)} lets in ${reachWords[reach]}`, at: leaf.at })),
            ]
          : [],
      ),
      ...partOf(
        'if',
        conditionsInWords(trust, (condition) => open.has(condition)),
      ),
      ...partOf('to become', trust.assumes ? [{ text: shown(trust.assumes) }] : []),
      ...partOf('which may', becomes(trust, project)),
      ...partOf('in its favour', whyQuiet(trust, project)),
      ...partOf('not resolved', [...unresolvedIn(trust), ...problemsIn(trust, project)]),
    ],
  };
}

/** What who is let in gets: the grants of the role that is assumed. */
function becomes(trust: Trust, project: Project): ExplainedLine[] {
  const name = trust.assumes && patternOf(trust.assumes);
  const held =
    name === undefined
      ? []
      : project
          .all('grants')
          .filter(
            (grant) =>
              grant.effect === 'allow' &&
              grant.enabled !== 'no' &&
              grant.role !== 'boundary' &&
              grant.carrier.dialect === trust.carrier.dialect &&
              grant.principals.some((principal) => patternOf(principal.id) === name),
          );
  return held.slice(0, 8).map((grant) => ({
    text: grant.entitlement
      ? shown(grant.entitlement)
      : `${grant.actions.slice(0, 5).map(shown).join(', ')}${grant.actions.length > 5 ? ` and ${grant.actions.length - 5} more` : ''}`,
    at: grant.statement?.at ?? grant.carrier.head,
  }));
}

const storedWords: Readonly<Record<Credential['storedIn'], string>> = {
  state: 'in the state',
  repo: 'in the repository',
  'ci-secret': 'in the secrets of a pipeline',
  vault: 'in a vault',
  cluster: 'in the cluster',
  unknown: 'where it is delivered to',
};

function explainCredential(credential: Credential): Explanation {
  return {
    subject: `${credential.kind.replaceAll('-', ' ')} of \`${credential.carrier.address}\``,
    at: credential.at,
    parts: [
      ...partOf('of', credential.owner ? [{ text: principalInWords(credential.owner), at: credential.owner.id.at }] : []),
      ...partOf('kept', [{ text: storedWords[credential.storedIn] }]),
      ...partOf('lives', [
        {
          text:
            credential.lifetime.kind === 'standing'
              ? 'until somebody removes it'
              : credential.lifetime.until
                ? `until ${shown(credential.lifetime.until)}`
                : 'until a time that could not be resolved',
          at: credential.lifetime.at,
        },
      ]),
      ...partOf('in its favour', credential.enabled === 'no' ? [{ text: 'it is switched off here' }] : []),
    ],
  };
}

function explainIdentity(identity: Identity, project: Project): Explanation {
  const { address, dialect } = identity.carrier;
  const isIt = (leaf: Leaf): boolean => patternOf(leaf) === address || patternOf(leaf) === identity.name;
  const grants = project
    .all('grants')
    .filter(
      (grant) =>
        grant.platform === identity.platform &&
        grant.carrier.dialect === dialect &&
        grant.principals.some((principal) => isIt(principal.id)),
    );
  const trusts = project
    .all('trusts')
    .filter(
      (trust) =>
        trust.carrier.dialect === dialect &&
        trust.carrier.block.uri === identity.at.uri &&
        (trust.carrier.address === address || (trust.assumes && isIt(trust.assumes))),
    );
  const line = (grant: Grant): ExplainedLine => ({
    text: `${grant.effect === 'deny' ? 'not ' : ''}${grant.entitlement ? shown(grant.entitlement) : grant.actions.slice(0, 6).map(shown).join(', ')}`,
    at: grant.statement?.at ?? grant.entitlement?.at ?? grant.carrier.head,
  });
  const traits = Object.entries(identity.traits).map(([name, leaf]): ExplainedLine => ({ text: `${name}: ${shown(leaf)}`, at: leaf.at }));
  return {
    subject: `${identity.kind.replaceAll('-', ' ')} \`${identity.name}\``,
    at: identity.at,
    parts: [
      ...partOf('may', grants.slice(0, 12).map(line)),
      ...partOf(
        'lets in',
        trusts.flatMap((trust) =>
          trust.principals.map((principal) => ({ text: principalInWords(principal), at: trust.statement?.at ?? trust.carrier.head })),
        ),
      ),
      ...partOf(
        'owner',
        identity.owner
          ? [{ text: shown(identity.owner), at: identity.owner.at }]
          : project.workspace.ownersOf(identity.at.uri).map((owner) => ({ text: `${owner}, by CODEOWNERS` })),
      ),
      ...partOf('settings', traits),
    ],
  };
}

function problemsIn(grant: Grant, project: Project): ExplainedLine[] {
  const { uri, span } = grant.carrier.block;
  return (project.documents.get(uri)?.facts.problems ?? [])
    .filter((problem) => problem.at.uri === uri && span[0] <= problem.at.span[0] && problem.at.span[1] <= span[1])
    .map((problem) => ({ text: problem.message, at: problem.at }));
}

/** Where a grant holds, in words. A cluster has no name in its own manifests, and a namespace may be left to whoever applies them. */
function scopeWords({ level, id }: Grant['scope'][number]): string {
  if (level === 'cluster' && textOf(id) === 'cluster') return 'the whole cluster';
  if (level === 'namespace' && textOf(id) === '') return 'the namespace that it is applied to';
  // What the deployment decides has no name; how wide it is, is known.
  if (patternOf(id).replaceAll('\0', '').trim() === '')
    return level === 'everything' ? 'everything' : level === 'unknown' ? 'what is not known here' : `the ${level.replace('-', ' ')}`;
  return `${shown(id)}${level === 'resource' || level === 'unknown' ? '' : ` (${level})`}`;
}
