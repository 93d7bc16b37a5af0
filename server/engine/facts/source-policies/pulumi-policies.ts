// What programs of Pulumi in Python, Go, C#, Java and Kotlin say of AWS outside of resources: documents of `getPolicyDocument`, whose
// statements have the words of Terraform, and managed policies by the constants of the package. Resources, and who they
// belong to, are read in provider-programs; statements that are kept in a variable are read by cdk-programs.ts.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import type { Place, Span } from '../../text/text.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { policyRoleOf } from '../aws/policy-role.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { documentOfStatements, inSnakeCase } from '../provider-programs/resource.ts';
import type { Carrier, Facts } from '../types.ts';
import { entryOf, type Leaf } from '../value.ts';
import { readLiteral } from './literal.ts';
import { eachOnce, namesOf } from './program-names.ts';

const call = /\b[gG]et_?[pP]olicy_?[dD]ocument(?:_output|Output)?(?:\.Invoke)?\s{0,4}\(/g;
const statements = /\bstatements["']?\s{0,4}[:=]\s{0,40}/gi;
const constant = /(?<![\w.])(?:\w{1,40}\.){0,3}ManagedPolicy(?:\.([A-Z]\w{2,80})|([A-Z]\w{2,80}))\b(?!\s{0,4}[({])/g;

/** Pushes what the program says, and gives the parts of the text that were read with it. */
export function readPulumiPolicies(program: Document, into: Facts): readonly Span[] {
  const { text, uri, format } = program;
  const read: Span[] = [];
  let left = 4 * text.length + 100_000;
  let index = 0;
  const names = namesOf(program);
  for (const match of text.matchAll(call)) {
    const from = match.index + match[0].length;
    if (isComment(text, match.index) || left < 0) continue;
    statements.lastIndex = 0;
    const key = statements.exec(text.slice(from, from + 300));
    const start = key ? from + key.index + key[0].length : undefined;
    const head: Place = { uri, span: [match.index, from - 1] };
    const variable =
      /(\w{1,60})(?:\s{0,4},\s{0,4}\w{1,40})?\s{0,4}:?=\s{0,8}(?:\w{1,40}\.){0,4}$/.exec(
        text.slice(Math.max(0, match.index - 160), match.index),
      )?.[1] ?? '';
    for (const value of start === undefined
      ? []
      : eachOnce(names.runsAt(match.index).map((known) => readLiteral(text, start, uri, false, known)))) {
      left -= value ? value.at.span[1] - from : 300;
      const document =
        value &&
        documentOfStatements(
          entryOf(inSnakeCase(mappingFrom([entryFrom('statements', value.at, value)], value.at)), 'statements')?.value,
          value.at,
        );
      if (!document) continue;
      index++;
      read.push(value.at.span);
      readPolicyDocument(document, into, {
        role: policyRoleOf(document, variable),
        carrier: carrierOf('getPolicyDocument', index, value.at, head),
        anchor: `source|${uri}|getPolicyDocument[${index}]`,
        principals: [],
        enabled: 'yes',
      });
    }
  }
  for (const match of text.matchAll(constant)) {
    const written = match[1] ?? match[2]!;
    if (isComment(text, match.index) || isImport(text, match.index) || (match[2] !== undefined && format !== 'go')) continue;
    const start = match.index + match[0].length - written.length;
    const at: Place = { uri, span: [start, start + written.length] };
    const leaf: Leaf = {
      kind: 'scalar',
      known: 'resolved',
      value: `arn:aws:iam::aws:policy/${format === 'python' ? policyName(written) : written}`,
      at,
      token: at,
      via: [],
      encoding: 'none',
      editable: false,
    };
    index++;
    const boundary = /boundary["']?\s{0,4}[:=(]\s{0,8}(?:[\w.]{1,40}\()?$/i.test(text.slice(Math.max(0, match.index - 80), match.index));
    attachManagedPolicy(leaf, into, {
      carrier: carrierOf('ManagedPolicy', index, at, at),
      anchor: `source|${uri}|ManagedPolicy[${index}]`,
      principals: [],
      enabled: 'yes',
      ...(boundary ? { role: 'boundary' as const } : {}),
    });
  }
  return read;
}

/** Words of policies' names that are not written like words: the constants of Python are in capitals. */
const acronyms: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'IAM',
    'S3',
    'EC2',
    'ECS',
    'EKS',
    'SQS',
    'SNS',
    'RDS',
    'VPC',
    'SSM',
    'AWS',
    'API',
    'KMS',
    'SES',
    'EMR',
    'CLI',
    'SSO',
    'DB',
    'MQ',
    'MSK',
    'WAF',
    'FSX',
    'CNI',
  ].map((word) => [word, word]),
);

/** `IAM_FULL_ACCESS` as `IAMFullAccess`. A name that comes out wrong is no policy's, and says nothing. */
function policyName(constant_: string): string {
  return constant_
    .split('_')
    .map((word) => (Object.hasOwn(acronyms, word) ? word : word.charAt(0) + word.slice(1).toLowerCase()))
    .join('');
}

function carrierOf(kind: string, index: number, block: Place, head: Place): Carrier {
  return { dialect: 'source', kind, address: `${kind}[${index}]`, block, head };
}

function isImport(text: string, at: number): boolean {
  return /^[ \t]{0,40}(?:from|import)\b/.test(text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - 300), at));
}
