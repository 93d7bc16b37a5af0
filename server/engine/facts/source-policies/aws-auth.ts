// Who of AWS is who in an EKS cluster: `mapRoles` and `mapUsers` of the ConfigMap aws-auth, which hold YAML in a string, the
// arguments of Terraform's modules, eksctl's identity mappings, calls of the CDK in Python, Java, C# and Go, and the mappings
// of Pulumi's package for EKS. Only the group that is above all checks is looked for.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import type { Scalar } from '../value.ts';
import { onlyNamed } from '../polarity.ts';
import { bracketsOf, codeOf } from './code-text.ts';

/** The group that is above all checks. */
const group = 'system:masters';

const mapping = /\b(?:mapRoles|mapUsers|map_roles|map_users|aws_auth_roles|aws_auth_users|iamIdentityMappings)\b/;

const programs: ReadonlySet<Document['format']> = new Set(['python', 'java', 'kotlin', 'csharp', 'go']);

/** Pulumi's package for EKS, by the name that each language has for it. */
const pulumiEks = /@pulumi\/eks\b|\bpulumi_eks\b|\bpulumi-eks\b|\bPulumi\.Eks\b|com\.pulumi\.eks\b/;

const isPulumiEks = ({ format, text }: Document): boolean =>
  (programs.has(format) || format === 'typescript' || format === 'javascript') && text.includes(group) && pulumiEks.test(text);

/** Whether a document may map somebody to the group. */
export function hasClusterMapping(document: Document): boolean {
  if (isPulumiEks(document)) return true;
  if (programs.has(document.format))
    return /aws_cdk|awscdk|Amazon\.CDK/.test(document.text) && /system:masters|masters_?role/i.test(document.text);
  return (
    (document.format === 'yaml' || document.format === 'hcl' || document.format === 'json') &&
    document.text.includes('system:masters') &&
    mapping.test(document.text)
  );
}

const owner = /(?:rolearn|userarn|role_arn|user_arn|arn)["']?\s{0,10}[:=]\s{0,10}["']?([^\s"',}]+)/gi;

/** Calls of the CDK that map to the group, as each language writes them, and clusters, which may be given a role of masters. */
const called = /\.add_?masters_?role\s{0,4}\(|\.add_?(?:role|user)_?mapping\s{0,4}\(|\b(?:Fargate)?Cluster\s{0,4}\(/gi;
const masters = /\bmasters_role\s{0,4}=(?!=|\s{0,4}None\b)\s{0,4}/;
const quoted = new RegExp(`(["'])${group}\\1`, 'g');
/** Who is mapped: the first that is given. */
const given = /^\s{0,40}(?:new\s)?[*&]?([A-Za-z_][\w.]{0,80})/;
/** As much of a call as is looked at. */
const longest = 3000;

/** A binding for each mapping to `system:masters`; who is mapped stands in the lines before, or is given to the call. */
export function readClusterMappings(document: Document, into: Facts): void {
  if (isPulumiEks(document)) readPulumiMappings(document, into);
  if (programs.has(document.format)) return readProgramMappings(document, into);
  const { text, uri } = document;
  let index = 0;
  for (let at = text.indexOf('system:masters'); at >= 0; at = text.indexOf('system:masters', at + 1)) {
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    const before = text.slice(Math.max(0, at - 600), at);
    if (/^\s*(?:#|\/\/)/.test(line) || !mapping.test(text.slice(Math.max(0, at - 6000), at)) || !/groups["']?\s*[:=]/.test(before))
      continue;
    const found = [...before.matchAll(owner)].at(-1);
    const start = found ? at - before.length + found.index + found[0].length - found[1]!.length : 0;
    const who = found && wordAt(found[1]!.includes('$') ? '\0' : found[1]!, { uri, span: [start, start + found[1]!.length] });
    push(++index, { uri, span: [at, at + 'system:masters'.length] }, who, into);
  }
}

function readProgramMappings({ text, uri, format }: Document, into: Facts): void {
  // Texts and comments speak of such calls too.
  const code = codeOf(text, format);
  let index = 0;
  for (const match of code.matchAll(called)) {
    const open = match.index + match[0].length;
    const name = /\w+/.exec(match[0])![0];
    let start = match.index + match[0].indexOf(name);
    let length = name.length;
    let who = open;
    if (/mapping$/i.test(name)) {
      const at = groupIn(text, code, open, endOfArguments(code, open));
      if (at < 0) continue;
      [start, length] = [at, group.length];
    } else if (/cluster$/i.test(name)) {
      const role = masters.exec(code.slice(open, endOfArguments(code, open)));
      if (!role) continue;
      [start, length] = [open + role.index, 'masters_role'.length];
      who = start + role[0].length;
    }
    const named = given.exec(text.slice(who, who + 130));
    const from = named ? who + named[0].length - named[1]!.length : 0;
    push(
      ++index,
      { uri, span: [start, start + length] },
      named ? wordAt(named[1]!, { uri, span: [from, from + named[1]!.length] }) : undefined,
      into,
    );
  }
}

/** `roleMappings: [{ groups: ['system:masters'], roleArn }]` of a cluster of Pulumi, in each language. */
const mappings = /\b(?:role|user)_?mappings?\s{0,4}(?:[:=]\s{0,8}(?:new\s{0,4}\[\]\s{0,40})?|(?=\())[^[({\n]{0,120}(?=[[({])/gi;
const mapped = /\b(?:role|user)_?arn["']?\s{0,4}[:=(]\s{0,8}(?:pulumi\.String\(\s{0,4})?["'`]?([A-Za-z_][\w.:/@-]{0,200})/i;

function readPulumiMappings({ text, uri, format }: Document, into: Facts): void {
  const code = codeOf(text, format);
  const ends = bracketsOf(code);
  let index = 0;
  let read = 0;
  for (const { index: start, 0: words } of code.matchAll(mappings)) {
    const open = start + words.length;
    // Mappings within what was read are read.
    if (open < read) continue;
    read = ends[open]! || open;
    const given = text.slice(open, read);
    for (const match of given.matchAll(quoted)) {
      const from = open + match.index;
      if (code[from] !== text[from]) continue;
      // Who is mapped stands beside the groups, within the same bracket.
      const around = bracketOf(given, match.index);
      const who = mapped.exec(given.slice(...around));
      const at = who ? open + around[0] + who.index + who[0].length - who[1]!.length : 0;
      push(
        ++index,
        { uri, span: [from + 1, from + 1 + group.length] },
        who ? wordAt(who[1]!, { uri, span: [at, at + who[1]!.length] }) : undefined,
        into,
      );
    }
  }
}

/** The mapping that a string of a list within it stands in, as offsets: a few hundred characters each way at most. */
function bracketOf(text: string, at: number): [number, number] {
  const deep = text[at - 1] === '(' ? 3 : 2;
  const edge = (step: 1 | -1): number => {
    let depth = 0;
    let found = at;
    for (let count = 0; count < 400 && found > 0 && found < text.length; count++, found += step) {
      const char = text[found]!;
      if ((step > 0 ? '([{' : ')]}').includes(char)) depth--;
      // The list of groups, and the mapping around it. Go puts each word of the list into a bracket of its own.
      else if ((step > 0 ? ')]}' : '([{').includes(char) && ++depth === deep) return found;
    }
    return found;
  };
  return [edge(-1), edge(1)];
}

/** Where a string between two offsets is the group; negative where none is. */
function groupIn(text: string, code: string, from: number, to: number): number {
  // The quotes of a comment are no code.
  const found = [...text.slice(from, to).matchAll(quoted)].find(({ index }) => code[from + index] === text[from + index]);
  return found ? from + found.index + 1 : -1;
}

/** Where the bracket is closed that stands before an offset; that offset where it is closed far away. */
function endOfArguments(code: string, open: number): number {
  let depth = 1;
  for (let at = open; at < Math.min(code.length, open + longest); at++) {
    if (code[at] === '(') depth++;
    else if (code[at] === ')' && --depth === 0) return at;
  }
  return open;
}

function push(index: number, place: Place, who: Scalar | undefined, into: Facts): void {
  into.grants.push({
    anchor: `source|${place.uri}|system:masters[${index}]`,
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: who ? [{ kind: 'role', id: who }] : [],
    entitlement: wordAt('system:masters', place),
    actions: [],
    scope: [{ level: 'cluster', id: wordAt('cluster', place) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { dialect: 'source', kind: 'aws-auth', address: `system:masters[${index}]`, block: place, head: place },
    enabled: 'yes',
  });
}
