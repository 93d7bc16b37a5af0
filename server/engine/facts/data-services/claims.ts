// Which documents may give rights in MongoDB, Redis, RabbitMQ, Kafka, Elasticsearch, OpenSearch or Grafana, or let
// somebody in: by their names, or by a word that only such documents hold. What SQL grants is claimed by `../sql`.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { isClickhouseTree, isClickhouseUsers } from './clickhouse-users.ts';
import { hasContainerCommands, hasContainerSettings } from './containers.ts';
import { hasDbtGrants } from './dbt.ts';
import { hasGrafanaSettings } from './grafana.ts';
import { hasHasuraPermissions } from './hasura.ts';
import { hasProgramRights } from './program-rights.ts';
import { hasSignInSettings } from './settings.ts';
import { settingsFilesOf, type SettingsFile } from './settings-files.ts';

const scripts: ReadonlySet<string> = new Set(['javascript', 'typescript', 'shell', 'powershell', 'yaml', 'dockerfile', 'python', 'groovy']);

/** A user or a role of MongoDB that is given one of the roles that are more than one database. */
export function hasMongoUsers(document: Document): boolean {
  const { format, text } = document;
  return (
    scripts.has(format) &&
    mentionsUsers(document) &&
    /(?:createUser|updateUser|grantRolesToUser|createRole|updateRole|grantRolesToRole)\b/.test(text) &&
    /["'](?:root|\w+AnyDatabase|__system|clusterAdmin|anyAction)\\?["']/.test(text)
  );
}

const mentionsUsers = mentioning('createUser', 'updateUser', 'grantRolesTo', 'createRole', 'updateRole');

/** Users of Redis: a file of its own, or lines of `redis.conf`. */
export function hasRedisUsers({ name, text }: SettingsFile): boolean {
  return /(?:\.acl|(?:^|[/_-])(?:redis|valkey|sentinel)[\w.-]*\.conf)$/i.test(name) && /^[ \t]*user[ \t]+\S+[ \t]/m.test(text);
}

export function hasRabbitUsers({ format, text }: Document): boolean {
  return (
    format === 'json' &&
    text.includes('"users"') &&
    text.includes('"tags"') &&
    (text.includes('"vhosts"') || text.includes('"rabbit_version"') || text.includes('"vhost"'))
  );
}

/** Roles of Elasticsearch and OpenSearch, in YAML and in the JSON of their API. */
export function hasSearchRoles({ format, text }: Document): boolean {
  return (
    (format === 'yaml' || format === 'json') &&
    ((/\b(?:indices|run_as)\b/.test(text) && /\b(?:privileges|run_as)\b/.test(text) && /\bcluster\b/.test(text)) ||
      (/\bcluster_permissions\b/.test(text) && /\bindex_permissions\b/.test(text)))
  );
}

/** Rules by which PostgreSQL lets hosts in, as YAML. */
export function hasHostRules({ format, text }: Document): boolean {
  return format === 'yaml' && /(?<![\w.-])(?:auth_)?method:[ \t]{1,10}["']?trust(?![\w.-])/.test(text);
}

export function hasRoleMappings({ format, text }: Document): boolean {
  return format === 'yaml' && /^(?:all_access|security_manager):/m.test(text) && /\b(?:backend_roles|users|hosts):/.test(text);
}

/** Formats in which commands stand; in HCL in what a machine runs when it starts. */
const commanding: ReadonlySet<string> = new Set(['shell', 'yaml', 'dockerfile', 'powershell', 'groovy', 'hcl']);

const mentionsCommand = mentioning(
  'rabbitmqctl',
  'kafka-acls',
  'acl create',
  'createuser',
  'setuser',
  'mc admin',
  'mc anonymous',
  'mc policy',
  'elasticsearch-users',
  '_security/',
  'administrator',
);

export const hasDataCommands = (document: Document): boolean => commanding.has(document.format) && mentionsCommand(document);

export function isHostAccess({ name }: SettingsFile): boolean {
  return /(?:^|\/)pg_?hba[\w.-]*(?:\.conf(?:\.\w+)?)?$/i.test(name);
}

/** Lines by which hosts are let in, users of Redis or of ClickHouse, in the document or in a file that it holds. */
function hasLines(document: Document): boolean {
  return settingsFilesOf(document).some((file) => isHostAccess(file) || hasRedisUsers(file) || isClickhouseUsers(file));
}

export function claimsDataServices(document: Document): boolean {
  return (
    hasLines(document) ||
    hasSignInSettings(document) ||
    hasContainerSettings(document) ||
    hasContainerCommands(document) ||
    hasGrafanaSettings(document) ||
    hasRabbitUsers(document) ||
    hasSearchRoles(document) ||
    hasRoleMappings(document) ||
    hasHostRules(document) ||
    isClickhouseTree(document) ||
    hasHasuraPermissions(document) ||
    hasDataCommands(document) ||
    hasMongoUsers(document) ||
    hasProgramRights(document) ||
    hasDbtGrants(document)
  );
}
