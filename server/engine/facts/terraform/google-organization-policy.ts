// Organization policies of Google Cloud in Terraform, in both generations of resources: where a guarding constraint is off.
import { pushPolicyOff } from '../gcp/organization-policy.ts';
import type { ScopeLevel } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';
import { firstLeaf, type Reading, type ResourceReader } from './resource.ts';

function push(reading: Reading, constraint: Leaf | undefined, off: Leaf | undefined, level: ScopeLevel): void {
  if (off)
    pushPolicyOff(
      {
        constraint,
        off,
        level,
        carrier: reading.carrier(),
        anchor: reading.anchor(),
        head: reading.view.head,
        enabled: reading.instance.enabled,
      },
      reading.facts,
    );
}

const said = (leaf: Leaf | undefined, wanted: RegExp): Leaf | undefined => (leaf && wanted.test(textOf(leaf) ?? '') ? leaf : undefined);

/** What a policy is for, by the beginning of its parent or else of its name. */
function levelOf(leaves: readonly (Leaf | undefined)[]): ScopeLevel {
  for (const leaf of leaves) {
    const text = leaf ? patternOf(leaf) : '';
    if (text.startsWith('organizations/')) return 'org';
    if (text.startsWith('folders/')) return 'folder';
  }
  return 'project';
}

/** `google_org_policy_policy`: rules of a spec; one with a condition switches off for some only. */
const current: ResourceReader = (reading) => {
  const { view } = reading;
  const name = firstLeaf(view.attribute('name'));
  const level = levelOf([firstLeaf(view.attribute('parent')), name]);
  for (const spec of view.blocks('spec')) {
    for (const rule of spec.blocks('rules')) {
      if (rule.blocks('condition').length > 0) continue;
      push(
        reading,
        name,
        said(firstLeaf(rule.attribute('enforce')), /^false$/i) ?? said(firstLeaf(rule.attribute('allow_all')), /^true$/i),
        level,
      );
    }
  }
};

/** The older `google_project_organization_policy` and its like. */
const older =
  (level: ScopeLevel): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const off =
      view
        .blocks('boolean_policy')
        .map((block) => said(firstLeaf(block.attribute('enforced')), /^false$/))
        .find(Boolean) ??
      view
        .blocks('list_policy')
        .flatMap((block) => block.blocks('allow'))
        .map((block) => said(firstLeaf(block.attribute('all')), /^true$/))
        .find(Boolean);
    push(reading, firstLeaf(view.attribute('constraint')), off, level);
  };

export const organizationPolicyReaders: Readonly<Record<string, ResourceReader>> = {
  google_org_policy_policy: current,
  google_organization_policy: older('org'),
  google_folder_organization_policy: older('folder'),
  google_project_organization_policy: older('project'),
};
