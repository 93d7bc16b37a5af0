// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { adminBinding } from './admin-binding.ts';
import { aggregatedRole } from './aggregated-role.ts';
import { argocdProjectStar } from './argocd-project-star.ts';
import { automountedToken } from './automounted-token.ts';
import { clusterAdminBinding } from './cluster-admin-binding.ts';
import { clusterWithoutRoles } from './cluster-without-roles.ts';
import { controlPlaneGuardRules } from './control-plane-guards.ts';
import { controlPlaneRules } from './control-plane.ts';
import { guardRules } from './guards.ts';
import { hostCredentials } from './host-credentials.ts';
import { gitOpsRules } from './gitops.ts';
import { kafkaRules } from './kafka.ts';
import { legacyTokenSecret } from './legacy-token-secret.ts';
import { longCertificate } from './long-certificate.ts';
import { longProjectedToken } from './long-projected-token.ts';
import { openSubjectRules } from './open-subjects.ts';
import { openAuthorizationPolicy } from './open-authorization-policy.ts';
import { permissionWithoutEffect } from './permission-without-effect.ts';
import { permissionRules } from './permissions.ts';
import { powerfulBinding } from './powerful-binding.ts';
import { privilegedConstraints } from './privileged-constraints.ts';
import { subjectHabitRules } from './subject-habits.ts';
import { wildcardAll, wildcardApiGroups, wildcardResources, wildcardVerbs } from './wildcards.ts';
import { wildcardUrls } from './wildcard-urls.ts';
import { webConsoleRules } from './web-consoles.ts';
import { workloadAdminAccount } from './workload-admin-account.ts';

export const rules: readonly Rule[] = [
  clusterAdminBinding,
  adminBinding,
  powerfulBinding,
  workloadAdminAccount,
  wildcardAll,
  wildcardVerbs,
  wildcardResources,
  wildcardApiGroups,
  wildcardUrls,
  ...permissionRules,
  permissionWithoutEffect,
  aggregatedRole,
  ...openSubjectRules,
  ...subjectHabitRules,
  privilegedConstraints,
  hostCredentials,
  automountedToken,
  legacyTokenSecret,
  longProjectedToken,
  longCertificate,
  ...controlPlaneRules,
  ...controlPlaneGuardRules,
  clusterWithoutRoles,
  argocdProjectStar,
  openAuthorizationPolicy,
  ...gitOpsRules,
  ...guardRules,
  ...kafkaRules,
  ...webConsoleRules,
];
