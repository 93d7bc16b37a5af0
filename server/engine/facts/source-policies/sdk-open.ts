// Calls of an SDK that let everyone in without a policy document: a permission to invoke for `*`, an address of a function
// without sign-in, a public ACL. Told by the name of the call and its literal arguments.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import type { Place } from '../../text/text.ts';
import type { Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { readLiteral } from './literal.ts';
import { onlyNamed } from '../polarity.ts';

const call =
  /(?:\.|\bnew\s+|&lambda\.|&s3\.|\btypes\.)(add_permission|addPermission|AddPermission(?:Command|Input)|create_function_url_config|createFunctionUrlConfig|CreateFunctionUrlConfig(?:Command|Input)|put_bucket_acl|putBucketAcl|PutBucketAcl(?:Command|Input))\s*(?=[({])/g;

/** Whether a call of this kind may stand in a text. */
export const hasSdkOpening = mentioning(
  'addPermission',
  'add_permission',
  'FunctionUrlConfig',
  'function_url_config',
  'BucketAcl',
  'bucket_acl',
);

/** Pushes a grant to everyone for each such call. */
export function readSdkOpenings(document: Document, into: Facts): void {
  const { text, uri } = document;
  let index = 0;
  call.lastIndex = 0;
  for (let match = call.exec(text); match; match = call.exec(text)) {
    const read = readLiteral(text, match.index + match[0].length, uri, false);
    const given = read?.kind === 'mapping' ? read : itemsOf(read).find((item) => item.kind === 'mapping');
    const opened = given && openedBy(match[1]!, given);
    if (!opened) continue;
    index++;
    const at: Place = { uri, span: [match.index, match.index + match[0].length] };
    into.grants.push({
      anchor: `source|${uri}|open[${index}]`,
      platform: 'aws',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'resource',
      principals: [{ kind: 'any', id: opened.leaf }],
      actions: [{ kind: 'scalar', known: 'resolved', value: opened.action, at, token: at, via: [], encoding: 'none', editable: false }],
      scope: [],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { dialect: 'source', kind: 'sdk call', address: `open[${index}]`, block: at, head: at },
      enabled: 'yes',
    });
  }
}

function openedBy(name: string, given: Value): { leaf: Leaf; action: string } | undefined {
  const leaf = (key: string): Leaf | undefined => leavesOf(entryOf(given, key, true)?.value)[0];
  if (/permission/i.test(name)) {
    const who = leaf('Principal');
    const limited = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'EventSourceToken', 'FunctionUrlAuthType'].some((key) =>
      entryOf(given, key, true),
    );
    if (who) return textOf(who) === '*' && !limited && leaf('FunctionName') ? { leaf: who, action: 'lambda:InvokeFunction' } : undefined;
    // Queues and topics take accounts, in a list.
    const [topic, queue] = [leaf('TopicArn'), leaf('QueueUrl')];
    const account = leavesOf(entryOf(given, topic ? 'AWSAccountId' : 'AWSAccountIds', true)?.value).find((one) => textOf(one) === '*');
    const named = textOf(leaf(topic ? 'ActionName' : 'Actions'));
    return account && (topic ?? queue) ? { leaf: account, action: `${topic ? 'sns' : 'sqs'}:${named ?? '\0'}` } : undefined;
  }
  if (/url/i.test(name)) {
    const auth = leaf('AuthType');
    return auth && textOf(auth) === 'NONE' ? { leaf: auth, action: 'lambda:InvokeFunctionUrl' } : undefined;
  }
  const acl = leaf('ACL');
  const text = textOf(acl) ?? '';
  return acl && /^public-read(?:-write)?$/.test(text)
    ? { leaf: acl, action: text === 'public-read' ? 's3:GetObject' : 's3:PutObject' }
    : undefined;
}
