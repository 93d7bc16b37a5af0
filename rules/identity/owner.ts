// Who answers for an identity: its own field, else CODEOWNERS for its file, else the entry of Backstage's catalogue that
// lies beside it or above it.
import { folderOf } from '../../server/engine/document.ts';
import type { Identity } from '../../server/engine/facts/types.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { FactIndex } from '../../server/engine/fact-index.ts';
import type { DocumentFacts, Project } from '../../server/engine/project.ts';

/** True where an owner is known, or where one is written that is only known elsewhere (a variable). */
export function hasOwner(identity: Identity, project: Project): boolean {
  if (identity.owner) return identity.owner.kind !== 'scalar' || (textOf(identity.owner) ?? '').trim() !== '';
  if (identity.traits.owners || identity.traits.owner) return true;
  if (project.workspace.ownersOf(identity.at.uri).length > 0) return true;
  return cataloguedAbove(identity.at.uri, project);
}

/** Entries of Backstage's catalogue that name an owner, by their folder. */
const catalogued: FactIndex<Identity> = {
  name: 'identity-catalogued',
  *entriesOf({ uri, facts }: DocumentFacts) {
    if (!/(?:^|\/)catalog-info\.ya?ml$/.test(uri)) return;
    for (const one of facts.identities)
      if (one.carrier.kind === 'backstage' && one.owner !== undefined && textOf(one.owner)?.trim() !== '')
        yield [folderOf(uri), one, ''] as const;
  },
};

/** An entry with an owner in this folder or one above it. */
function cataloguedAbove(uri: string, project: Project): boolean {
  for (let folder = folderOf(uri); ; folder = folderOf(folder)) {
    if (project.lookup(catalogued, folder).length > 0) return true;
    if (folder === '') return false;
  }
}

/** Where the format of this identity keeps an owner, as an instruction. */
export function whereToWrite(identity: Identity): string {
  const { kind, dialect } = identity.carrier;
  if (identity.kind === 'agent')
    return kind === 'definition' || kind === 'workflow' ? 'write `metadata.owner`, or a line in CODEOWNERS' : 'write a line in CODEOWNERS';
  if (identity.kind === 'oauth-client')
    return /auth0/.test(identity.platform) ? 'write `client_metadata.owner`' : 'write a line in CODEOWNERS';
  if (identity.kind === 'workflow-job') return 'write a line in CODEOWNERS';
  if (identity.platform === 'entra') return 'set `owners`';
  if (identity.platform === 'k8s') return 'set the label or annotation `owner`';
  // Agencies and users of the one, service accounts of the other take no tags.
  if (identity.platform === 'huawei' || identity.platform === 'gcp') return 'write a line in CODEOWNERS';
  return dialect === 'terraform' || dialect === 'cloudformation' ? 'set the tag `owner`' : 'write a line in CODEOWNERS';
}
