// Settings of a repository as a file (github.com/repository-settings/app, github.com/github/safe-settings; read 2026-11): who
// collaborates and which teams have access, with what permission.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf } from '../value.ts';
import { onlyNamed } from '../polarity.ts';

export const githubSettingsReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readSettings(document)])),
};

const lists = [
  ['collaborators', 'username', 'user', 'collaborator'],
  ['teams', 'name', 'group', 'team'],
] as const;

function readSettings(document: Document): Facts {
  const into = noFacts();
  const { uri } = document;
  for (const root of document.tree(parseYaml).roots) {
    const settings = valueOf(root, uri);
    for (const [list, named, kind, word] of lists) {
      for (const one of itemsOf(entryOf(settings, list)?.value)) {
        const who = leavesOf(entryOf(one, named)?.value)[0];
        const permission = entryOf(one, 'permission');
        const role = leavesOf(permission?.value)[0];
        if (!who || !role) continue;
        into.grants.push({
          anchor: `source|${uri}|${list}[${textOf(who) ?? '?'}]|permission`,
          platform: 'github',
          effect: 'allow',
          polarity: onlyNamed,
          role: 'binding',
          principals: [{ kind, id: who }],
          entitlement: role,
          actions: [],
          scope: [{ level: 'resource', id: who }],
          conditions: [],
          lifetime: { kind: 'standing' },
          carrier: {
            dialect: 'source',
            kind: `github_settings_${word}`,
            address: `${list}[${textOf(who) ?? '?'}]`,
            block: one.at,
            head: who.at,
            attribute: permission!.at,
          },
          enabled: 'yes',
        });
      }
    }
  }
  return into;
}
