// Fills what examples and cases leave open: tokens, and the id, seal and digest of decision records, which depend on the
// rest of the record.
import type { Decision } from '../../server/engine/decision.ts';
import { createDocument } from '../../server/engine/document.ts';
import { scanSecrets } from '../../server/engine/secrets/scan.ts';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { identityRecordId, identitySeal, readIdentity } from '../../server/posture/identity-file.ts';
import { decisionId, sealOf } from '../../server/posture/seal.ts';

export function fill(text: string): string {
  return fillRecord(
    fillTokens(text)
      .replace(/\{\{digest:([a-z0-9-]+)\}\}/g, (_, format: string) => digestOf(format))
      .replace(/\{\{bare-digest:([a-z0-9-]+)\}\}/g, (_, format: string) => digestOf(format).replace('sha256:', '')),
  );
}

/** Digest of the token that `{{token:FORMAT}}` stands for. */
function digestOf(format: string): string {
  const [candidate] = scanSecrets(createDocument('a.ts', fillTokens(`const token = '{{token:${format}}}';\n`)));
  if (!candidate?.digest) throw new Error(`${format} has no digest`);
  return `sha256:${candidate.digest}`;
}

/** Replaces `{{id}}` and `{{seal}}` in a record by what belongs to its other fields. Marks around words stay. */
function fillRecord(text: string): string {
  if (!text.includes('{{id}}') && !text.includes('{{seal}}')) return text;
  const plain = text.replace(/[«»]/g, '');
  if (/^identity: /m.test(plain)) return fillIdentity(text, plain);
  const field = (name: string) => new RegExp(`^${name}: "?(.*?)"?$`, 'm').exec(plain)?.[1] ?? '';
  const approval = (name: string) => new RegExp(`^approved: .*?\\b${name}: "?([^,"}]*)`, 'm').exec(plain)?.[1];
  const grant = /^grant: (\[.*\])$/m.exec(plain)?.[1];
  const id = decisionId(field('rule'), field('anchor'));
  const decision: Omit<Decision, 'approved'> = {
    v: 1,
    id,
    rule: field('rule'),
    anchor: field('anchor'),
    kind: field('kind') as Decision['kind'],
    state: field('state') as Decision['state'],
    ...(grant ? { grant: JSON.parse(grant) as string[] } : {}),
    ...(field('secret') ? { secret: field('secret') } : {}),
    reason: '',
  };
  const seal = sealOf(decision, {
    owner: approval('owner') ?? '',
    by: approval('by') ?? '',
    on: approval('on') ?? '',
    until: approval('until'),
  });
  return text.replaceAll('{{id}}', id).replaceAll('{{seal}}', seal);
}

function fillIdentity(text: string, plain: string): string {
  const id = identityRecordId(/^identity: "(.*)"$/m.exec(plain)![1]!);
  const { record, problems } = readIdentity(plain.replaceAll('{{id}}', id).replaceAll('{{seal}}', 'i1:0'));
  if (!record) throw new Error(problems.map((problem) => problem.message).join('; '));
  return text.replaceAll('{{id}}', id).replaceAll('{{seal}}', record.approved ? identitySeal(record, record.approved) : '');
}
