// All rules, by area. An area's module is loaded only when facts of its kind are there.
import { areas, type AreaName, type Rule } from '../server/engine/rule.ts';

const load: Readonly<Record<AreaName, () => Promise<{ readonly rules: readonly Rule[] }>>> = {
  secret: () => import('./secret/rules.ts'),
  aws: () => import('./aws/rules.ts'),
  gcp: () => import('./gcp/rules.ts'),
  azure: () => import('./azure/rules.ts'),
  cloud: () => import('./cloud/rules.ts'),
  k8s: () => import('./k8s/rules.ts'),
  vault: () => import('./vault/rules.ts'),
  sql: () => import('./sql/rules.ts'),
  saas: () => import('./saas/rules.ts'),
  github: () => import('./github/rules.ts'),
  ci: () => import('./ci/rules.ts'),
  agent: () => import('./agent/rules.ts'),
  oauth: () => import('./oauth/rules.ts'),
  identity: () => import('./identity/rules.ts'),
  drift: () => import('./drift/rules.ts'),
};

/** The rules of these areas, in the order of `areas`. */
export async function rulesOf(wanted: Iterable<AreaName>): Promise<readonly Rule[]> {
  const set = new Set(wanted);
  const loaded = await Promise.all(areas.filter((area) => set.has(area)).map((area) => load[area]()));
  return loaded.flatMap((module) => module.rules);
}

export function allRules(): Promise<readonly Rule[]> {
  return rulesOf(areas);
}
