// Which JSON documents are ARM templates: those that name the schema. And those that hold parameters
// for one, define a custom role, a policy that names the roles of its identity, a federated credential,
// a role that a blueprint assigns, or policies of conditional access.
import type { Document } from '../../document.ts';

export function claimsArm(document: Document): boolean {
  if (document.format !== 'json') return false;
  const { text } = document;
  return (
    (/deploymentTemplate\.json/i.test(text.slice(0, 4000)) && text.includes('"resources"')) ||
    /deploymentParameters\.json/i.test(text.slice(0, 4000)) ||
    (text.length < 200_000 && /"assignableScopes"\s*:/i.test(text) && /"(?:data)?actions"\s*:/i.test(text)) ||
    (text.includes('"policyRule"') && /"roleDefinitionIds"/i.test(text)) ||
    (text.includes('"grantControls"') && text.includes('"clientAppTypes"')) ||
    (text.includes('"principalIds"') && /"kind"\s*:\s*"roleAssignment"/i.test(text)) ||
    (text.length < 20_000 && text.includes('"issuer"') && /api:\/\/AzureADTokenExchange/i.test(text))
  );
}
