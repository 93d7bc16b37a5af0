// Data services that are no SQL: who has every right of MongoDB, Redis, RabbitMQ, Kafka, Elasticsearch or OpenSearch, who
// gets in without a password, and what Grafana gives to whoever comes. Each by the notation of its own files and commands.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import {
  hasDataCommands,
  hasHostRules,
  hasMongoUsers,
  hasRabbitUsers,
  hasRedisUsers,
  hasRoleMappings,
  hasSearchRoles,
  isHostAccess,
} from './claims.ts';
import { isClickhouseTree, isClickhouseUsers, readClickhouseTree, readClickhouseUsers } from './clickhouse-users.ts';
import { readDataCommands } from './commands.ts';
import { hasContainerCommands, hasContainerSettings, readContainerCommands, readContainers } from './containers.ts';
import { readHostRules, readRabbitUsers, readRoleMappings, readSearchRoles } from './documents.ts';
import { hasDbtGrants, readDbtModel, readDbtProperties } from './dbt.ts';
import { grafanaInLines, hasGrafanaSettings, readGrafanaLines, readGrafanaTree } from './grafana.ts';
import { hasHasuraPermissions, readHasuraPermissions } from './hasura.ts';
import { readHostAccess, readRedisUsers } from './lines.ts';
import { readMongoUsers } from './mongo.ts';
import { hasProgramRights, readProgramRights } from './program-rights.ts';
import { readSignInSettings } from './settings.ts';
import { settingsFilesOf } from './settings-files.ts';

export const dataServicesReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readDocument(document)])),
};

function readDocument(document: Document): Facts {
  const into = noFacts();
  const { text, uri } = document;
  if (hasMongoUsers(document)) readMongoUsers(text, uri, into);
  if (hasProgramRights(document)) readProgramRights(document, into);
  if (document.format === 'sql') {
    if (hasDbtGrants(document)) readDbtModel(document, into);
    return into;
  }
  for (const file of settingsFilesOf(document)) {
    if (hasRedisUsers(file)) readRedisUsers(file, uri, into);
    if (isHostAccess(file)) readHostAccess(file, uri, into);
    if (isClickhouseUsers(file)) readClickhouseUsers(file, uri, into);
    readSignInSettings(file, uri, into);
  }
  if (hasDataCommands(document)) readDataCommands(text, uri, into);
  if (hasContainerCommands(document)) readContainerCommands(text, uri, into);
  const readers = [
    [hasRabbitUsers, readRabbitUsers],
    [hasContainerSettings, readContainers],
    [hasSearchRoles, readSearchRoles],
    [hasRoleMappings, readRoleMappings],
    [hasHostRules, readHostRules],
    [isClickhouseTree, readClickhouseTree],
    [hasHasuraPermissions, readHasuraPermissions],
    [hasDbtGrants, readDbtProperties],
  ] as const;
  const wanted = readers.filter(([has]) => has(document));
  const grafana = hasGrafanaSettings(document);
  if (grafana && grafanaInLines(document)) readGrafanaLines(text, uri, 0, into);
  const inTree = grafana && !grafanaInLines(document);
  if (wanted.length === 0 && !inTree) return into;
  for (const root of document.tree(document.format === 'json' ? parseJson : parseYaml).roots) {
    const value = valueOf(root, uri);
    for (const [, read] of wanted) read(value, uri, into);
    if (inTree) readGrafanaTree(value, text, into);
  }
  return into;
}
