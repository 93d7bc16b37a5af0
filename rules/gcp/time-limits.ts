// Access in time: conditions that have ended, administrators that hold their role for good, entitlements that last too long.
import { isStanding, lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { removeBlock, setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { askedFor, endingGrant, isBinding, isWide, memberNames, roleOf, scopeName } from './bindings.ts';

const grantEnding = (date: string): string => `resource "google_project_iam_member" "incident" {
  project = "acme-prod"
  role    = "roles/logging.viewer"
  member  = "group:oncall@acme.example"

  condition {
    title      = "incident"
    expression = "request.time < timestamp(\\"${date}\\")"
  }
}
`;

export const conditionExpired = defineRule({
  id: 'gcp/condition-expired',
  meta: {
    title: 'A grant whose time is over',
    category: 'long-lived',
    severity: 'low',
    confidence: 'high',
    frameworks: ['NHI1:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { ended: 'This grant of `{role}` ended on {date}; remove the binding' },
    docs: {
      what: 'A binding whose condition on the time lies in the past.',
      why: 'The binding gives nothing any more, and one edit of the date gives it again. What is over should be gone.',
      remedy: 'Remove the binding; ask for access again when it is needed.',
      bad: [{ file: 'infra/main.tf', text: grantEnding('2023-01-31T00:00:00Z').replace('condition {', '«condition» {') }],
      good: [{ file: 'infra/main.tf', text: grantEnding('2099-01-31T00:00:00Z') }],
      references: ['https://cloud.google.com/iam/docs/configuring-temporary-access'],
    },
  },
  on: {
    grant(grant, context) {
      const until = textOf(grant.lifetime.until);
      if (!isBinding(grant) || !until || lifetimeOf(grant, context.project.workspace.today) !== 'ended') return;
      const { carrier } = grant;
      context.report({
        at: grant.lifetime.at ?? carrier.head,
        message: 'ended',
        anchor: grant.anchor,
        data: { role: roleOf(grant) ?? 'a role', date: until.slice(0, 10) },
        suggestions:
          carrier.dialect === 'terraform' && !carrier.address.includes('[') && /_iam_(?:member|binding)$/.test(carrier.kind)
            ? [editing(`Remove ${carrier.address}`, carrier.block.uri, (document) => [removeBlock(carrier.block, document)])]
            : [],
      });
    },
  },
});

export const standingAdmin = defineRule({
  id: 'gcp/standing-admin',
  meta: {
    title: 'People who hold an administrator role for good',
    category: 'admin',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'NHI10:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { standing: '{members} holds `{role}` on {scope} all the time; let them ask for it when they need it' },
    docs: {
      what: 'A user or group with an administrator role on a project or more, without an end.',
      why: 'Administrator rights are used for minutes and held for years. In between they are worth only to whoever steals the session.',
      remedy: 'Make it an entitlement of Privileged Access Manager, or end the grant by a condition.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "google_project_iam_member" "dba" {
  project = "acme-prod"
  role    = "«roles/cloudsql.admin»"
  member  = "group:dba@acme.example"
}
`,
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: `resource "google_project_iam_member" "dba" {
  project = "acme-prod"
  role    = "roles/cloudsql.viewer"
  member  = "group:dba@acme.example"
}
`,
        },
      ],
      references: ['https://cloud.google.com/iam/docs/pam-overview', 'https://cloud.google.com/iam/docs/configuring-temporary-access'],
    },
  },
  on: {
    grant(grant, context) {
      const role = roleOf(grant) ?? '';
      const people = grant.principals.some((principal) => principal.kind === 'user' || principal.kind === 'group');
      const admin = /(?:\.|\b)[a-zA-Z]*[aA]dmin(?:\.v1)?$/.test(role) && role !== 'roles/admin';
      // A condition that names what may be administered leaves less than an administrator.
      const isLimited = grant.conditions.some((condition) => condition.limits === 'resource');
      if (!isBinding(grant) || !isWide(grant) || !people || !admin || isLimited || !isStanding(grant, context.project)) return;
      context.report({
        at: placeOf(grant.entitlement!),
        message: 'standing',
        anchor: grant.anchor,
        data: { role, members: memberNames(grant.principals), scope: scopeName(grant) },
        suggestions: [...askedFor(grant), ...(grant.entitlement!.via.length === 0 ? endingGrant(grant) : [])],
      });
    },
  },
});

const approval = `
  approval_workflow {
    manual_approvals {
      steps {
        approvals_needed = 1
        approvers {
          principals = ["group:leads@acme.example"]
        }
      }
    }
  }
`;

const entitlement = (
  duration: string,
  role = 'roles/cloudsql.admin',
  approved = approval,
): string => `resource "google_privileged_access_manager_entitlement" "dba" {
  entitlement_id       = "dba"
  location             = "global"
  parent               = "projects/acme-prod"
  max_request_duration = "${duration}"

  eligible_users {
    principals = ["group:dba@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/acme-prod"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role = "${role}"
      }
    }
  }
${approved}}
`;

export const entitlementTooLong = defineRule({
  id: 'gcp/entitlement-too-long',
  meta: {
    title: 'An entitlement that lasts more than a working day',
    category: 'admin',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { long: 'One request gives `{role}` for {hours} hours; eight are a working day' },
    docs: {
      what: 'A Privileged Access Manager entitlement whose grants last longer than eight hours.',
      why: 'What is given for a day is held over night.',
      remedy: 'Set `max_request_duration` to what the task takes, at most `28800s`.',
      bad: [{ file: 'infra/main.tf', text: entitlement('«86400s»') }],
      good: [{ file: 'infra/main.tf', text: entitlement('14400s') }],
      references: ['https://cloud.google.com/iam/docs/pam-create-entitlements'],
    },
  },
  on: {
    grant(grant, context) {
      const { until } = grant.lifetime;
      const seconds = /^(\d+)(?:\.\d+)?s$/.exec(textOf(until) ?? '')?.[1];
      if (
        grant.platform !== 'gcp' ||
        grant.role !== 'entitlement' ||
        !until ||
        !seconds ||
        Number(seconds) <= 28_800 ||
        grant.enabled === 'no'
      )
        return;
      const { carrier } = grant;
      context.report({
        at: placeOf(until),
        message: 'long',
        anchor: grant.anchor,
        data: { role: textOf(grant.entitlement) ?? 'a role', hours: Math.round(Number(seconds) / 3600) },
        suggestions:
          carrier.dialect === 'terraform'
            ? [
                editing('Give it for four hours', carrier.block.uri, (document) => [
                  setAttribute(carrier.block, 'max_request_duration', '14400s', document),
                ]),
              ]
            : [],
      });
    },
  },
});

export const entitlementWithoutApproval = defineRule({
  id: 'gcp/entitlement-without-approval',
  meta: {
    title: 'An administrator role that nobody agrees to',
    category: 'admin',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Who is to agree is not written here.',
    messages: { alone: '{members} take `{role}` on {scope} whenever they like: let somebody agree first (`approval_workflow`)' },
    docs: {
      what: 'A Privileged Access Manager entitlement to an administrator role without an approval.',
      why: 'Without anybody who agrees, an entitlement is a role with one more click: whoever has the session of one who is eligible has the role.',
      remedy: 'Name approvers in `approval_workflow`; leave it out for roles that only look.',
      bad: [{ file: 'infra/main.tf', text: entitlement('3600s', '«roles/owner»', '') }],
      good: [{ file: 'infra/main.tf', text: entitlement('3600s', 'roles/admin') }],
      references: ['https://cloud.google.com/iam/docs/pam-create-entitlements'],
    },
  },
  on: {
    grant(grant, context) {
      const role = roleOf(grant) ?? '';
      if (grant.platform !== 'gcp' || grant.role !== 'entitlement' || grant.enabled === 'no' || grant.conditions.length > 0) return;
      if (!/^roles\/(?:owner|editor|admin|writer)$/.test(role) && context.project.catalogs.gcp?.find(role)?.class !== 'admin') return;
      context.report({
        at: placeOf(grant.entitlement!),
        message: 'alone',
        anchor: `${grant.anchor}|approval`,
        data: { role, members: memberNames(grant.principals), scope: scopeName(grant) },
      });
    },
  },
});
