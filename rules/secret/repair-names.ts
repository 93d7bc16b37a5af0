// What the variable is called that a secret is read from: after the name that the value has, else after its format. Two
// values never share one: the first of the tree keeps the name, the others get what surrounds them in front, else a number.
import { formatOf } from '../../server/engine/document.ts';
import type { FactIndex } from '../../server/engine/fact-index.ts';
import type { Project } from '../../server/engine/project.ts';
import { environmentName, meaningOf } from '../../server/engine/secrets/names.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { classOf } from './classes.ts';

/** `DB_PASSWORD` from the name that the value has; from its format where it has none. Other values may be called the same. */
export function plainVariableOf({ anchor, at, context, format, title, whole }: SecretCandidate): string {
  const notation = formatOf(at.uri);
  // `value` would be the variable of every such resource: what the resource is says more.
  if (notation === 'hcl')
    return environmentName((context.name === 'value' && /^resource\.(\w+)/.exec(context.path ?? '')?.[1]) || context.name || format);
  if (notation === 'bicep' && at.uri.endsWith('.bicep')) return environmentName(context.name ?? format);
  const own = context.name?.replace(/^(?:process\.env|import\.meta\.env|ENV|os\.environ)\./, '');
  if (own === undefined || !/^[\w.\- ]+$/.test(own) || /^(?:value|default|key)$/i.test(own)) return fromFormat(format, title);
  if (/^authorization$/i.test(own)) return 'API_TOKEN';
  // The name that the SDKs look for by themselves.
  if (format === 'aws-secret-access-key' && /^secret_?access_?key$/i.test(own)) return 'AWS_SECRET_ACCESS_KEY';
  // A part of an address is no address.
  if (format === 'url-password') {
    const what = title.startsWith('token') ? 'TOKEN' : 'PASSWORD';
    const address = environmentName(own);
    return /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(own) || /_(?:URL|URI|DSN)$/.test(address)
      ? `${address.replace(/_(?:URL|URI|DSN)$/, '')}_${what}`
      : fromFormat(format, title);
  }
  const inOtherText = context.where === 'argument' && !whole;
  // `curl -u admin:value`, `root:value`: whose password it is.
  if (meaningOf(own) === undefined && whole && format === 'generic' && title === 'password on a command line')
    return own.length > 1 ? `${environmentName(own)}_PASSWORD` : 'PASSWORD';
  // What was recognised by its place says more than the name that happens to stand there: `database password`.
  if (meaningOf(own) === undefined && format === 'generic' && saysWhat.test(title)) return environmentName(title);
  // A name that says nothing, of what is handed on as a key or a password: `RAW_KEY`, `P_PASSWORD`.
  if (meaningOf(own) === undefined && whole && format === 'generic' && /^(?:key|password)$/.test(title))
    return `${environmentName(own)}_${title.toUpperCase()}`;
  if (meaningOf(own) === undefined && !(format === 'generic' ? !inOtherText : /_/.test(own))) return fromFormat(format, title);
  // One of a list: each has a variable of its own.
  const ordinal = /(?:keys|tokens|secrets|passwords)$/i.test(own) ? /#(\d{1,4})$/.exec(anchor)?.[1] : undefined;
  return environmentName(own) + (ordinal ? `_${ordinal}` : '');
}

/** `OpenWeather API key`, `database password`. */
const saysWhat = / (?:password|key)$/;

const fromFormat = (format: string, title: string): string =>
  format === 'url-password' && title.startsWith('token')
    ? 'URL_TOKEN'
    : format !== 'generic'
      ? environmentName(format.replace(/-(?:legacy|old|other|near)(?=-|$)/g, ''))
      : title.startsWith('password')
        ? 'PASSWORD'
        : saysWhat.test(title)
          ? environmentName(title)
          : 'SECRET';

/** Files whose names stay as they are: they declare the variable themselves. */
const declares = (uri: string): boolean => /^(?:dotenv|dockerfile)$/.test(formatOf(uri)) || /\.tfvars$/.test(uri);

/** A name where it counts: variables of Terraform are of their folder, parameters of Bicep of their file, all others of one environment. */
function inStore({ at: { uri } }: SecretCandidate, name: string): string {
  const format = formatOf(uri);
  return format === 'hcl' ? `${uri.slice(0, uri.lastIndexOf('/') + 1)} ${name}` : format === 'bicep' ? `${uri} ${name}` : name;
}

const byVariable: FactIndex<SecretCandidate> = {
  name: 'secrets-by-variable',
  *entriesOf({ secrets }) {
    for (const one of secrets) {
      if (classOf(one) === 'none' || one.context.fallback || declares(one.at.uri)) continue;
      const { path = '', environment = [] } = one.context;
      yield [inStore(one, plainVariableOf(one)), one, [one.likeness, path, ...environment].join(' ')];
    }
  },
};

/** The variable of a candidate in its project: no other value of the tree gets the same one. */
export function variableOf(candidate: SecretCandidate, project: Pick<Project, 'lookup'>): string {
  const plain = plainVariableOf(candidate);
  if (candidate.context.fallback || declares(candidate.at.uri)) return plain;
  const namesakes = project.lookup(byVariable, inStore(candidate, plain));
  let names = named.get(namesakes);
  if (!names) named.set(namesakes, (names = namesApart(plain, namesakes, project)));
  return names.get(candidate.likeness) ?? plain;
}

/** The files that hold the same value under the same name of a variable, in order, the candidate's own among them. */
export function filesSharing(candidate: SecretCandidate, project: Pick<Project, 'lookup'>): readonly string[] {
  const namesakes = project.lookup(byVariable, inStore(candidate, plainVariableOf(candidate)));
  let files = filesOf.get(namesakes);
  if (!files) {
    const byLikeness = new Map<number, Set<string>>();
    for (const { likeness, at } of namesakes) (byLikeness.get(likeness) ?? byLikeness.set(likeness, new Set()).get(likeness)!).add(at.uri);
    filesOf.set(namesakes, (files = new Map([...byLikeness].map(([likeness, uris]) => [likeness, [...uris].sort()]))));
  }
  return files.get(candidate.likeness) ?? [candidate.at.uri];
}

/** The files of a list of namesakes by likeness, as long as it is the same list. */
const filesOf = new WeakMap<readonly SecretCandidate[], ReadonlyMap<number, readonly string[]>>();

/** What a list of namesakes was called, as long as it is the same list. */
const named = new WeakMap<readonly SecretCandidate[], ReadonlyMap<number, string>>();

/** Names by likeness. What the file reads already from a variable may be another value. */
function namesApart(plain: string, namesakes: readonly SecretCandidate[], project: Pick<Project, 'lookup'>): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const taken = new Set(namesakes.flatMap(({ context }) => context.environment ?? []));
  let number = 2;
  for (const one of namesakes) {
    if (names.has(one.likeness)) continue;
    const around = surroundedBy(one, plain);
    const isFree = (name: string) => !taken.has(name) && (name === plain || project.lookup(byVariable, inStore(one, name)).length === 0);
    let name = [plain, ...(around === undefined ? [] : [around])].find(isFree);
    while (name === undefined) {
      const next = `${plain}_${number++}`;
      if (isFree(next)) name = next;
    }
    names.set(one.likeness, name);
    taken.add(name);
  }
  return names;
}

/** `SMTP_PASSWORD` of `config.smtp.password`. */
function surroundedBy({ context }: SecretCandidate, plain: string): string | undefined {
  const above = context.path?.split('.').at(-2);
  if (above === undefined || !/^[A-Za-z][\w-]{0,40}$/.test(above)) return undefined;
  const name = environmentName(above);
  return plain.startsWith(`${name}_`) || name === plain ? undefined : `${name}_${plain}`;
}
