// Which scripts take others in.
import type { Document } from '../../document.ts';

/** Whether a script takes another one in. */
export function claimsTakingIn({ format, text }: Document): boolean {
  return format === 'shell' && /^[ \t]*(?:\[[^\n]{1,120}&&[ \t]*)?(?:source|\.)[ \t]+[^\s/<]/m.test(text);
}
