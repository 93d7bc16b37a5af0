// Who may do or reach everything in Consul, Nomad, Boundary and a tailnet, by their Terraform providers.
import { readAclRules } from '../hashicorp/policy.ts';
import { readTailnetPolicy } from '../tailscale/policy.ts';
import { leavesOf, patternOf } from '../value.ts';
import { given, pushGrant } from './given.ts';
import { principalsFrom, type ResourceReader } from './resource.ts';
import { writtenText } from './written-text.ts';

const aclPolicy =
  (attribute: string): ResourceReader =>
  (reading) => {
    const text = writtenText(reading, attribute);
    if (text)
      readAclRules(text, reading.facts, {
        carrier: reading.carrier(attribute),
        anchor: reading.anchor(attribute),
        enabled: reading.instance.enabled,
      });
  };

/** `ids=*;type=*;actions=*`, in whatever order it is written. */
const boundaryRole: ResourceReader = (reading) => {
  for (const attribute of ['grant_strings', 'grants'])
    for (const leaf of leavesOf(reading.view.attribute(attribute))) {
      const parts = patternOf(leaf).split(';');
      const every = (key: RegExp): boolean => parts.some((part) => key.test(part.trim()));
      if (every(/^ids?=\*$/) && every(/^type=\*$/) && every(/^actions=\*$/))
        pushGrant(reading, {
          anchor: attribute,
          platform: 'saas',
          principals: principalsFrom(reading, 'principal_ids', 'user'),
          role: 'binding',
          entitlement: leaf,
          level: 'org',
          attribute: reading.view.placeOf(attribute)?.all,
        });
    }
};

export const meshReaders: Readonly<Record<string, ResourceReader>> = {
  consul_acl_policy: aclPolicy('rules'),
  consul_acl_token: given({ platform: 'saas', role: 'policies', to: 'description', kind: 'serviceAccount', level: 'cluster' }),
  consul_acl_role: given({ platform: 'saas', role: 'policies', to: 'name', kind: 'role', level: 'cluster' }),
  consul_acl_token_policy_attachment: given({ platform: 'saas', role: 'policy', to: 'token_id', kind: 'serviceAccount', level: 'cluster' }),
  nomad_acl_policy: aclPolicy('rules_hcl'),
  nomad_acl_token: given({ platform: 'saas', role: 'type', to: 'name', kind: 'serviceAccount', level: 'cluster' }),
  boundary_role: boundaryRole,
  tailscale_acl: (reading) => {
    const policy = reading.view.attribute('acl');
    if (policy?.kind === 'mapping')
      readTailnetPolicy(policy, reading.facts, {
        carrier: reading.carrier('acl'),
        anchor: reading.anchor('acl'),
        enabled: reading.instance.enabled,
      });
  },
};
