// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { handedCloudKey } from './handed-cloud-key.ts';
import { grafanaOpenRole } from './grafana-open-role.ts';
import { administratorTable } from './administrators.ts';
import { codeHostTable } from './code-hosts.ts';
import { membershipRule } from './membership-rule.ts';
import { membershipTable } from './memberships.ts';
import { meshTable } from './meshes.ts';
import { unadmittedRun } from './unadmitted-run.ts';
import { staticServiceConnection } from './service-connections.ts';
import { sshOpenLogin } from './ssh-open-login.ts';
import { sudoEverything } from './sudo-everything.ts';
import { teleportRules } from './teleport.ts';
import { providerToken, tokenNoExpiry } from './tokens.ts';

export const rules: readonly Rule[] = [
  ...[...codeHostTable, ...membershipTable, ...administratorTable, ...meshTable].map(membershipRule),
  grafanaOpenRole,
  tokenNoExpiry,
  providerToken,
  staticServiceConnection,
  handedCloudKey,
  unadmittedRun,
  sshOpenLogin,
  sudoEverything,
  ...teleportRules,
];
