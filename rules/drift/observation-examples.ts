// Evidence for the examples of rules about observations, as `posture observe` writes it, without the last line.
import type { Example } from '../../server/engine/rule.ts';

type Fact = Readonly<Record<string, unknown>>;

interface Evidence {
  readonly source: string;
  readonly place: string;
  readonly taken?: string;
  readonly complete?: readonly string[];
  readonly facts: readonly Fact[];
}

export function evidenceText({ source, place, taken = '2026-11-20T08:00:00Z', complete = ['identity', 'grant'], facts }: Evidence): string {
  const header = { v: 1, source, place, taken, takenFrom: 'file', read: taken, files: [], complete, gaps: [] };
  return [{ observation: header }, ...facts].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Path of a record of these; `name` keeps two apart. */
const evidencePath = (source: string, place: string, taken = '20261120T080000Z'): string =>
  `.posture/evidence/${source}/${place.replace(':', '-')}/${taken}-000-00000000.jsonl`;

/** Evidence by its paths, for `beside`. */
export function evidenceOf(...evidence: readonly Evidence[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    evidence.map((one) => [
      evidencePath(one.source, one.place, (one.taken ?? '2026-11-20T08:00:00Z').replace(/[-:]/g, '')),
      evidenceText(one),
    ]),
  );
}

/** A file of code, with what was observed. */
export function observedBeside(
  file: string,
  text: string,
  evidence: readonly Evidence[],
  more: Readonly<Record<string, string>> = {},
): Example {
  return { file, text, beside: { ...evidenceOf(...evidence), ...more } };
}

/** The evidence itself, where there is no line of code. `marked` is the fact that is reported. */
export function evidenceAlone(evidence: Evidence, marked?: Fact, more: Readonly<Record<string, string>> = {}): Example {
  const [[file, text] = ['', '']] = Object.entries(evidenceOf(evidence));
  const line = marked && JSON.stringify(marked);
  return { file, text: line ? text.replace(line, `«${line}»`) : text, beside: more };
}

/** The record of the role `ship`. */
export function shipRecord(state: 'approved' | 'revoked', identity = 'aws:role:ship', purpose = 'Ships builds'): string {
  const approved =
    state === 'approved'
      ? ['approved: {owner: "@acme/payments", by: "@sec-lead", on: 2026-10-01, review: 2027-02-01, seal: "{{seal}}"}']
      : [];
  return `${['v: 1', 'id: {{id}}', `identity: "${identity}"`, 'kind: role', 'name: "ship"', 'place: "infra/main.tf"', `state: ${state}`, 'scope:\n  - "env:production"', ...approved, `purpose: "${purpose}"`].join('\n\n')}\n`;
}

export const account = 'aws:123456789012';

/** A role as the export of an account has it. */
export const liveRole = (name: string, more: Fact = {}): Fact => ({
  fact: 'identity',
  id: `aws:role:${name}`,
  platform: 'aws',
  kind: 'role',
  name,
  reference: `arn:aws:iam::123456789012:role/${name}`,
  created: '2024-01-02T03:04:05Z',
  ...more,
});
export const liveGrant = (role: string, by: string, items: readonly string[], more: Fact = {}): Fact => ({
  fact: 'grant',
  identity: `aws:role:${role}`,
  by,
  items,
  ...more,
});
export const details = (facts: readonly Fact[], taken?: string): Evidence => ({
  source: 'aws-authorization-details',
  place: account,
  facts,
  ...(taken ? { taken } : {}),
});

/** A role that reads one bucket, in Terraform. `head` is what findings about the role underline. */
export const shipRole = (head = 'resource "aws_iam_role" "ship"', tags = ''): string =>
  `${head} {\n  name = "ship"\n${tags}\n  assume_role_policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]\n  })\n}\n\nresource "aws_iam_role_policy" "read" {\n  name = "read"\n  role = aws_iam_role.ship.id\n  policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::builds/*" }]\n  })\n}\n`;
export const shipRead = liveGrant('ship', 'read', ['action s3:getobject', 'effect allow', 'resource arn:aws:s3:::builds/*']);
