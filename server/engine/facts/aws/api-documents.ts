// Documents of OpenAPI that an API of API Gateway is made of, where its resource holds them: `body` of Terraform, `Body` and
// SAM's `DefinitionBody` of templates. They come to the same facts as a document in a file of its own.
import type { Facts } from '../types.ts';
import { readOpenApi } from '../oauth-clients/saas-manifests.ts';
import { valueAt, type Value } from '../value.ts';
import type { AwsResource } from './settings.ts';

/** What the document of an API asks of callers. What guards an API beside its document leaves only its schemes to say. */
export function readApiDocument(resource: AwsResource, into: Facts): void {
  const document = resource.get('body') ?? resource.get('definition_body');
  const { uri } = resource.head;
  // A file that is read here is a document of its own.
  if (resource.enabled === 'no' || document?.kind !== 'mapping' || document.at.uri !== uri) return;
  const isWhole = isKnown(document) && !resource.isGuarded?.();
  for (const client of readOpenApi(document, uri))
    if (isWhole || client.carrier.kind !== 'api')
      into.oauthClients.push({ ...client, anchor: `${resource.anchor('body')}|${client.name}` });
}

/** Whether everything is known by which a document asks for a login: its schemes, its operations and what they require. */
function isKnown(document: Value): boolean {
  const all = [document, ...['security', 'components', 'securityDefinitions'].map((key) => valueAt(document, key))];
  const paths = valueAt(document, 'paths');
  all.push(valueAt(document, 'components', 'securitySchemes'), paths);
  for (const path of entriesOf(paths)) {
    all.push(path);
    for (const operation of entriesOf(path)) all.push(operation, valueAt(operation, 'security'));
  }
  return all.every(
    (value) => value === undefined || value.kind === 'scalar' || ((value.kind === 'mapping' || value.kind === 'list') && value.complete),
  );
}

const entriesOf = (value: Value | undefined): readonly Value[] =>
  value?.kind === 'mapping' ? value.entries.map((entry) => entry.value) : [];
