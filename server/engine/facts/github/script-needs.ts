// What a script of `actions/github-script` is seen to need of its token, by the methods of the REST client that it names.
// What it calls in other ways is not seen, so that the step stays unknown.
import type { Access } from '../../catalog/actions.ts';

type Scopes = readonly (readonly [scope: string, access: Access])[];

/** What is said on an issue may be said on a pull request, which asks for the other scope. */
const conversation: Scopes = [
  ['issues', 'write'],
  ['pull-requests', 'write'],
];

/** By group and method, the first that fits. Source: GitHub docs, "Permissions required for GitHub Apps", 2026. */
const methods: readonly (readonly [pattern: RegExp, scopes: Scopes])[] = [
  [/^(?:issues|reactions)\.(?:add|create|delete|lock|remove|set|unlock|update)/, conversation],
  [/^issues\.(?:get|list)/, [['issues', 'read']]],
  [
    /^pulls\.(?:merge|updateBranch)$/,
    [
      ['contents', 'write'],
      ['pull-requests', 'write'],
    ],
  ],
  [/^pulls\.(?:create|delete|dismiss|remove|request|submit|update)/, [['pull-requests', 'write']]],
  [/^pulls\.(?:check|get|list)/, [['pull-requests', 'read']]],
  [/^repos\.createCommitStatus$/, [['statuses', 'write']]],
  [/^repos\.(?:getCombinedStatusForRef|listCommitStatusesForRef)$/, [['statuses', 'read']]],
  [/^repos\.(?:create|delete)Deployment/, [['deployments', 'write']]],
  [/^repos\.(?:get|list)Deployment/, [['deployments', 'read']]],
  [
    /^repos\.(?:createDispatchEvent|createOrUpdateFileContents|deleteFile|generateReleaseNotes|merge|(?:create|delete|update)Release(?:Asset)?|uploadReleaseAsset)$/,
    [['contents', 'write']],
  ],
  [/^git\.(?:create|delete|update)/, [['contents', 'write']]],
  [/^checks\.(?:create|rerequest|update)/, [['checks', 'write']]],
  [/^checks\.(?:get|list)/, [['checks', 'read']]],
  [/^actions\.(?:approve|cancel|createWorkflowDispatch|delete|disableWorkflow|enableWorkflow|forceCancel|reRun)/, [['actions', 'write']]],
  [/^actions\.(?:download|get|list)/, [['actions', 'read']]],
];

/** The scopes that the calls of a script need, each with the call. */
export function scriptNeeds(script: string): { readonly scope: string; readonly access: Access; readonly call: string }[] {
  return [...script.matchAll(/\b(?:github|octokit)\.(?:rest\.)?([a-z]{3,20}\.\w{1,60})/g)].flatMap((match) => {
    const call = match[1]!;
    const scopes = methods.find(([pattern]) => pattern.test(call))?.[1] ?? [];
    return scopes.map(([scope, access]) => ({ scope, access, call }));
  });
}
