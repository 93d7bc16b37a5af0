// One cheap look before anything about decisions is loaded.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../engine/finding.ts';

/** Whether decisions can matter at all: most runs find nothing and hold no record, and ask git nothing more. */
export function mayHoldDecisions(root: string, findings: readonly Finding[]): boolean {
  return findings.length > 0 || existsSync(join(root, '.posture/decisions'));
}
