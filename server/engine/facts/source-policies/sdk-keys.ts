// Access keys and console passwords that a program makes for users through an SDK. A program that also deletes or disables
// keys exchanges them, and is left alone: that is how a key comes to an end.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import type { Credential, Facts } from '../types.ts';
import type { Leaf } from '../value.ts';

const making =
  /(?:\.|->|\bnew\s+)(create_access_key(?:_pair)?|createAccessKey|CreateAccessKey(?:Command|WithContext|Async)?|create_login_profile|createLoginProfile|CreateLoginProfile(?:Command|WithContext|Async)?)\s*\(/g;
const exchanging = /(?:delete|update)_?access_?key/i;
const userName = /\bUserName["']?\s*(?::|=)\s*(?:aws\.String\(\s*)?["'`]([\w+=,.@-]{1,64})["'`]/;

export function readSdkKeys(document: Document, into: Facts): void {
  const { text, uri } = document;
  if (exchanging.test(text)) return;
  let index = 0;
  making.lastIndex = 0;
  for (let match = making.exec(text); match; match = making.exec(text)) {
    const start = match.index + match[0].indexOf(match[1]!);
    const lineStart = text.lastIndexOf('\n', start) + 1;
    // What is commented out makes nothing.
    if (/^\s*(?:#|\/\/|\*)/.test(text.slice(lineStart, start))) continue;
    const at: Place = { uri, span: [start, start + match[1]!.length] };
    const kind: Credential['kind'] = /login/i.test(match[1]!) ? 'login-password' : 'access-key';
    const after = start + match[1]!.length;
    const owner = userName.exec(text.slice(after, after + 200));
    index++;
    into.credentials.push({
      anchor: `source|${uri}|${kind}[${index}]`,
      platform: 'aws',
      kind,
      lifetime: { kind: 'standing' },
      storedIn: 'unknown',
      at,
      enabled: 'yes',
      carrier: { dialect: 'source', kind: 'sdk call', address: `${kind}[${index}]`, block: at, head: at },
      ...(owner
        ? { owner: { kind: 'user' as const, id: nameAt(owner[1]!, uri, after + owner.index + owner[0].lastIndexOf(owner[1]!)) } }
        : {}),
    });
  }
}

function nameAt(value: string, uri: string, start: number): Leaf {
  const at: Place = { uri, span: [start, start + value.length] };
  return { kind: 'scalar', known: 'literal', value, at, token: at, via: [], encoding: 'none', editable: false };
}
