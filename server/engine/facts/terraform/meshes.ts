// Who may do or reach everything in Consul, Nomad, Boundary, a tailnet and behind Cloudflare Access, by their Terraform providers.
import { readAclRules } from '../hashicorp/policy.ts';
import { readTailnetPolicy } from '../tailscale/policy.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf } from '../value.ts';
import { wordAt } from '../made-values.ts';
import { given, isTrue, pushGrant } from './given.ts';
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

/** An application that whoever can sign in at all may reach: blocks of version 4 (`everyone = true`), objects of version 5 (`everyone = {}`). */
const accessPolicy: ResourceReader = (reading) => {
  const { view } = reading;
  // What is required beside it is for some; who passes by the sign-in (`bypass`) is said to be public.
  if (textOf(leavesOf(view.attribute('decision'))[0]) !== 'allow') return;
  if (['require', 'requires'].some((name) => view.blocks(name).length > 0 || view.placeOf(name))) return;
  const found = ['include', 'includes'].flatMap((name) => [
    ...view.blocks(name).flatMap((block) => {
      const place = isTrue(block, 'everyone') && block.placeOf('everyone');
      return place ? [place.name] : [];
    }),
    ...itemsOf(view.attribute(name)).flatMap((item) => {
      const everyone = entryOf(item, 'everyone');
      return everyone && textOf(everyone.value) !== 'false' ? [everyone.key.at] : [];
    }),
  ]);
  for (const at of found.slice(0, 1))
    pushGrant(reading, {
      anchor: 'include',
      platform: 'saas',
      principals: [{ kind: 'authenticated', id: wordAt('everyone', at) }],
      role: 'binding',
      entitlement: wordAt('everyone', at),
      level: 'resource',
    });
};

export const meshReaders: Readonly<Record<string, ResourceReader>> = {
  consul_acl_policy: aclPolicy('rules'),
  consul_acl_token: given({ platform: 'saas', role: 'policies', to: 'description', kind: 'serviceAccount', level: 'cluster' }),
  consul_acl_role: given({ platform: 'saas', role: 'policies', to: 'name', kind: 'role', level: 'cluster' }),
  consul_acl_token_policy_attachment: given({ platform: 'saas', role: 'policy', to: 'token_id', kind: 'serviceAccount', level: 'cluster' }),
  nomad_acl_policy: aclPolicy('rules_hcl'),
  nomad_acl_token: given({ platform: 'saas', role: 'type', to: 'name', kind: 'serviceAccount', level: 'cluster' }),
  boundary_role: boundaryRole,
  cloudflare_access_policy: accessPolicy,
  cloudflare_zero_trust_access_policy: accessPolicy,
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
