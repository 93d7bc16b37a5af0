// Scripts that a deployment runs as an identity with a wide role: whoever may change the template has that role.
import type { FactIndex } from '../../server/engine/fact-index.ts';
import type { Grant, Identity } from '../../server/engine/facts/types.ts';
import { patternOf, textOf } from '../../server/engine/facts/value.ts';
import type { DocumentFacts, Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { builtInOf, isAssignment, isConditioned, scopeName } from './assignments.ts';

const script = (role: string, mark: boolean): string => `resource runner 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-runner'
  location: resourceGroup().location
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(runner.id, resourceGroup().id)
  properties: {
    principalId: runner.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${role}')
  }
}

resource script 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: 'seed'
  location: resourceGroup().location
  kind: 'AzureCLI'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${mark ? '«' : ''}\${runner.id}${mark ? '»' : ''}': {}
    }
  }
  properties: {
    azCliVersion: '2.60.0'
    retentionInterval: 'P1D'
    scriptContent: 'az storage blob list --auth-mode login --account-name acmedata --container-name seed'
  }
}
`;

/** Assignments by who holds them: the symbol of a resource in Bicep, its address in Terraform. */
const assignments: FactIndex<Grant> = {
  name: 'azure-assignments-by-principal',
  *entriesOf({ facts }: DocumentFacts) {
    for (const grant of facts.grants) {
      if (!isAssignment(grant)) continue;
      for (const { id } of grant.principals)
        if (id.kind === 'scalar') yield [`${grant.carrier.block.uri}|${textOf(id)}`, grant, grant.anchor] as const;
    }
  },
};

/** Managed identities by their document and name. */
const identities: FactIndex<Identity> = {
  name: 'azure-managed-identities',
  *entriesOf({ facts }: DocumentFacts) {
    for (const one of facts.identities) {
      if (one.platform !== 'azure' || one.kind !== 'managed-identity') continue;
      yield [`${one.at.uri}|${one.name}`, one, one.carrier.address] as const;
      // A name that is made at the deployment is known by what of it is written.
      if (one.traits['name']) yield [`${one.at.uri}|${patternOf(one.traits['name'])}`, one, one.carrier.address] as const;
    }
  },
};

/** What the identity of a script is called by those who give it roles. */
function namesOf(session: Grant, project: Project): string[] {
  const { uri } = session.carrier.block;
  return session.principals.flatMap(({ id }) => {
    const name = patternOf(id);
    const found = project.lookup(identities, `${uri}|${name}`);
    // Two whose names are made of the same parts may be any of them.
    return name.includes('\0') && found.length > 1 ? [] : [name, ...found.map((one) => one.carrier.address)];
  });
}

export const deploymentScriptOwner = defineRule({
  id: 'azure/deployment-script-owner',
  meta: {
    title: 'A deployment script with a wide role',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which role the script needs depends on its commands.',
    messages: {
      script:
        'This script runs as an identity that holds `{role}` on {scope}: whoever may change the template, or write to the resource group, runs commands with it. Give the identity the one role that the script needs',
    },
    docs: {
      what: 'A deployment script whose managed identity holds Owner, Contributor or a role that gives roles.',
      why: 'The script is text in a template, the container that runs it stands in the resource group, and the identity keeps its role when the script is done. A Contributor of the group starts a script of its own as an identity that owns it.',
      remedy:
        'Give the identity the one data role that the script needs, on the resource, and delete the assignment when the deployment is done.',
      bad: [{ file: 'infra/seed.bicep', text: script('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', true) }],
      good: [{ file: 'infra/seed.bicep', text: script('2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', false) }],
      references: ['https://learn.microsoft.com/azure/azure-resource-manager/bicep/deployment-script-bicep'],
    },
  },
  on: {
    grant(grant, context) {
      if (
        grant.platform !== 'azure' ||
        grant.role !== 'session' ||
        grant.enabled === 'no' ||
        !/deployment_?scripts?/i.test(grant.carrier.kind)
      )
        return;
      const { project } = context;
      const held = namesOf(grant, project).flatMap((name) => project.lookup(assignments, `${grant.carrier.block.uri}|${name}`));
      const isWide = (one: Grant): boolean => {
        const role = builtInOf(one, project.catalogs.azure);
        return role?.class === 'admin' || role?.flags.includes('control-plane-star') === true;
      };
      const wide = held.find(
        (one) => !isConditioned(one) && isWide(one) && one.scope.some((scope) => scope.level !== 'resource' && scope.level !== 'unknown'),
      );
      if (wide)
        context.report({
          at: grant.carrier.attribute ?? grant.carrier.head,
          message: 'script',
          anchor: grant.anchor,
          data: { role: builtInOf(wide, project.catalogs.azure)!.name, scope: scopeName(wide) },
        });
    },
  },
});
