// The identities of a folder that no repository keeps: nothing is recorded or decided about them, and they are there.
import type { Engine } from '../engine/engine.ts';
import type { SettingsFor } from '../engine/settings.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { underDecisions } from '../posture/under-decisions.ts';

export async function unrecordedIdentities(engine: Engine, settingsFor: SettingsFor, today: string): Promise<readonly JudgedIdentity[]> {
  const nothing = { decided: [], proposed: [] };
  return underDecisions({
    ...nothing,
    findings: [],
    identities: { ...nothing, every: true },
    policy: defaultPolicy,
    today,
    settingsFor,
    project: await engine.project(),
    driftRules: [],
  }).identities;
}
