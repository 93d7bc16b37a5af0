// Vault and OpenBao policy files in HCL and JSON.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { parsePolicy, readVaultHcl, readVaultJson, type VaultPolicyOptions } from './policy.ts';

export const vaultReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readPolicyFile(document)])),
};

function readPolicyFile(document: Document): Facts {
  const into = noFacts();
  const whole = { uri: document.uri, span: [0, document.text.length] as const };
  const options: VaultPolicyOptions = {
    carrier: { dialect: 'vault', kind: 'policy', address: 'policy', block: whole, head: whole },
    anchor: `vault|${document.uri}`,
    enabled: 'yes',
  };
  if (document.format === 'json') {
    const root = document.tree(parseJson).roots[0];
    if (root) readVaultJson(valueOf(root, document.uri), into, options);
  } else readVaultHcl(document.text, document.uri, 0, into, options, document.tree(parsePolicy));
  return into;
}
