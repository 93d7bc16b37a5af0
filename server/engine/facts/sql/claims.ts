// Which SQL files can hold a grant: those with one of its words. Dumps without them cost one look.
import type { Document } from '../../document.ts';

export function claimsSql(document: Document): boolean {
  return document.format === 'sql' && /\b(?:grant|create\s+(?:or\s+[a-z]+\s+)?(?:role|user|login)|alter\s+(?:role|user|server|default)|sp_add(?:srv)?rolemember|security\s+definer)\b/i.test(document.text);
}
