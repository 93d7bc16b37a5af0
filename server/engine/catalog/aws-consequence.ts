// What a write can do to what others own, where an access level alone says too little: making something new of one's own
// and reporting about oneself are `Write` like deleting a table, but take nothing from anyone. Names and ARN templates
// only; who holds an action is not known here.
import type { AwsAction, AwsCatalog } from './aws.ts';

/** Writes by which a program tells about itself: log lines, traces, metrics. Their groups are made by the same roles. */
const telemetry = new Set([
  'logs:createloggroup',
  'logs:createlogstream',
  'logs:putlogevents',
  'logs:putlogeventsbatch',
  'xray:puttracesegments',
  'xray:puttelemetryrecords',
  'cloudwatch:putmetricdata',
  'ssmmessages:createcontrolchannel',
  'ssmmessages:createdatachannel',
  'ec2messages:acknowledgemessage',
]);

/**
 * What Lambda asks of every function in a network, on `*`, since interfaces get their names when they are made. One that is
 * in use cannot be deleted.
 */
const networkOfFunctions = new Set([
  'ec2:createnetworkinterface',
  'ec2:deletenetworkinterface',
  'ec2:assignprivateipaddresses',
  'ec2:unassignprivateipaddresses',
]);

/** Services in which something new is a new way in. */
const newIsPower = new Set(['iam', 'sts', 'sso', 'sso-directory', 'identitystore', 'organizations', 'account', 'rolesanywhere', 'signin']);

/**
 * True when a write cannot reach what somebody else has: it reports about the caller, or makes a thing of a name that is not
 * taken yet. The second is read from the reference: `CreateTable` of which every resource type is a table.
 */
export function touchesOnlyOwn(action: AwsAction, catalog: AwsCatalog): boolean {
  const name = action.name.toLowerCase();
  if (telemetry.has(name) || networkOfFunctions.has(name)) return true;
  const [service, verb] = name.split(':') as [string, string];
  if (!verb.startsWith('create') || newIsPower.has(service) || action.levels.includes('Permissions management')) return false;
  const noun = verb.slice('create'.length);
  const templates = catalog.resourceTemplates(action.name);
  return noun.length > 2 && templates.length > 0 && templates.every((template) => ownNameIn(template) === noun);
}

/** What the last placeholder of a template stands for, the thing's own name: `table` of `…:table/${TableName}`. */
function ownNameIn(template: string): string {
  return (/\$\{(\w+)\}[^$]*$/.exec(template)?.[1] ?? '').toLowerCase().replace(/(?:name|id|arn|identifier|key)$/, '');
}

/** True for a write after which something is gone or is no longer what it was, by the verbs that AWS uses for it. */
export function destroys(action: AwsAction): boolean {
  return /:(?:batch)?(?:delete|terminate|purge|destroy|reset|remove|deregister|disable|stop|cancel|overwrite|put(?:object|item|image|secretvalue|parameter)|batchwriteitem|update|modify|restore|replace|revoke)/i.test(
    action.name,
  );
}
