// One cheap look before anything about decisions is loaded.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../engine/finding.ts';

/**
 * Whether decisions can matter at all: most runs find nothing and hold no record, and ask git nothing more. Where the
 * target branch governs they always do: a change that deletes its records is still under those of the target.
 */
export function mayHoldDecisions(root: string, findings: readonly Finding[], isGoverned: boolean): boolean {
  return (
    isGoverned ||
    findings.length > 0 ||
    existsSync(join(root, '.posture/decisions')) ||
    existsSync(join(root, '.posture/identities')) ||
    existsSync(join(root, '.posture/evidence'))
  );
}
