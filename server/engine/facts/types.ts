// The normal form: what a piece of a document means, whatever language it stands in. Rules see these and never a
// syntax tree. Plain data, no tree nodes, so that facts cross workers and caches.
import type { Place, Span } from '../text/text.ts';
import type { Leaf, Mapping } from './value.ts';
import type { Agent } from './agent.ts';
import type { OAuthClient } from './oauth.ts';
import type { Workflow } from './workflow.ts';

export type Dialect =
  | 'terraform'
  | 'terraform-plan'
  | 'cloudformation'
  | 'cdk'
  | 'cdk-synth'
  | 'pulumi'
  | 'serverless'
  | 'iam-json'
  | 'kubernetes'
  | 'helm'
  | 'kustomize'
  | 'github-actions'
  | 'gitlab-ci'
  | 'azure-pipelines'
  | 'circleci'
  | 'bitbucket'
  | 'jenkins'
  | 'tekton'
  | 'argo'
  | 'buildkite'
  | 'drone'
  | 'woodpecker'
  | 'codebuild'
  | 'cloud-build'
  | 'semaphore'
  | 'travis'
  | 'appveyor'
  | 'codefresh'
  | 'harness'
  | 'pre-commit'
  | 'atlantis'
  | 'image-build'
  | 'bicep'
  | 'arm'
  | 'deployment-manager'
  | 'ansible'
  | 'vault'
  | 'teleport'
  | 'sql'
  | 'agent'
  | 'oauth'
  | 'script'
  | 'source';

export type Platform =
  | 'aws'
  | 'gcp'
  | 'azure'
  | 'entra'
  | 'k8s'
  | 'vault'
  | 'sql'
  | 'snowflake'
  | 'databricks'
  | 'github'
  | 'gitlab'
  | 'okta'
  | 'auth0'
  | 'keycloak'
  | 'teleport'
  | 'agent'
  | 'saas'
  | 'alibaba'
  | 'oracle'
  | 'ibm'
  | 'tencent'
  | 'huawei'
  | 'scaleway'
  | 'yandex';

/** The block that declares a fact. */
export interface Carrier {
  readonly dialect: Dialect;
  /** The type as its language writes it: `aws_iam_policy`, `AWS::IAM::Policy`, `ClusterRoleBinding`. */
  readonly kind: string;
  /** Stable name inside the document: `module.x.aws_iam_policy.a`, a logical id, `ClusterRole/reader`. */
  readonly address: string;
  /** The whole block. */
  readonly block: Place;
  /** The few words that name the block; findings about something missing stand here. */
  readonly head: Place;
  /** The attribute that holds the policy, members or subjects, where there is one. */
  readonly attribute?: Place;
}

export interface Principal {
  readonly kind:
    'any' | 'authenticated' | 'account' | 'role' | 'user' | 'group' | 'service' | 'serviceAccount' | 'federated' | 'domain' | 'unknown';
  readonly id: Leaf;
  /** Issuer of a federated principal: `token.actions.githubusercontent.com`. */
  readonly issuer?: string;
  /** Kubernetes namespace, where the principal has one. */
  readonly namespace?: Leaf;
}

export interface Condition {
  /** As written: `StringEquals`, `ForAnyValue:StringLike`; `expression` for a CEL or Azure condition. */
  readonly operator: string;
  /** The key as written: `sts:ExternalId`, `token.actions.githubusercontent.com:sub`. */
  readonly key: string;
  readonly values: readonly Leaf[];
  /** What the condition narrows; `none` where its operator or value narrows nothing (`…IfExists`, `*`). */
  readonly limits: 'principal' | 'resource' | 'time' | 'network' | 'mfa' | 'service' | 'other' | 'none';
  readonly at: Place;
}

/** How long a grant or credential lives. `unknown` when the end is written but cannot be resolved. */
export interface Lifetime {
  readonly kind: 'standing' | 'until' | 'eligible' | 'activated' | 'unknown';
  readonly until?: Leaf;
  readonly at?: Place;
}

export type ScopeLevel =
  | 'everything'
  | 'org'
  | 'folder'
  | 'management-group'
  | 'account'
  | 'subscription'
  | 'project'
  | 'resource-group'
  | 'namespace'
  | 'cluster'
  | 'database'
  | 'resource'
  | 'unknown';

export interface Scope {
  readonly level: ScopeLevel;
  readonly id: Leaf;
}

/** A policy statement as its document holds it, for messages and printers. */
export interface Statement {
  readonly at: Place;
  readonly index: number;
  readonly sid?: string;
  /** The statement itself as a value, where it is one (policy documents); absent for blocks such as Terraform's `statement {}`. */
  readonly value?: Mapping;
  /** Key tokens by canonical name (`Action`, `NotAction`, `Resource`, `Condition`, `Principal`), as written here. */
  readonly keys: Readonly<Record<string, Place>>;
}

/** Actions that a program calls, in the words of policies, and the files in which they are called. */
export interface CalledActions {
  readonly actions: readonly string[];
  readonly uris: readonly string[];
}

/** A value that keeps what it decides out of what is deployed, as its chart ships it. */
export interface LeftOff {
  /** As the template writes it: `rbac.clusterAdmin.create`. */
  readonly value: string;
  /** What it is set to. */
  readonly set: string;
  readonly at: Place;
}

export interface Grant {
  /** Where in the structure, without line or column: `terraform|path|aws_iam_policy.a|Statement[Sid=Admin]`. One definition for findings, decisions and fingerprints. */
  readonly anchor: string;
  readonly platform: Platform;
  readonly effect: 'allow' | 'deny';
  readonly polarity: { readonly actions: 'only' | 'except'; readonly resources: 'only' | 'except'; readonly principals: 'only' | 'except' };
  /**
   * `identity`: what a principal may do. `resource`: who may use this resource. `trust`: who may become this principal.
   * `boundary`, `org-limit`, `session`, `endpoint`: limits, never grants. `custom-role`: a role's definition. `binding`: role to subject.
   */
  readonly role:
    | 'identity'
    | 'resource'
    | 'trust'
    | 'boundary'
    | 'org-limit'
    | 'session'
    | 'endpoint'
    | 'key-policy'
    | 'custom-role'
    | 'binding'
    | 'entitlement';
  readonly principals: readonly Principal[];
  /** A role or managed policy granted by name: an AWS policy ARN, `roles/owner`, `Owner` or its GUID, `ClusterRole/cluster-admin`. */
  readonly entitlement?: Leaf;
  /** AWS `s3:Get*`; Google permission; Azure `Microsoft.X/*`; Kubernetes `group/resource/sub:verb`; Vault capability; SQL privilege. */
  readonly actions: readonly Leaf[];
  /** Azure: whether `actions` are of the control plane or of the data plane. Control where it is left out. */
  readonly plane?: 'control' | 'data';
  readonly scope: readonly Scope[];
  readonly conditions: readonly Condition[];
  readonly lifetime: Lifetime;
  readonly carrier: Carrier;
  /** `no` for `count = 0` and false branches, `maybe` where a condition decides. */
  readonly enabled: 'yes' | 'no' | 'maybe';
  /** A possibility and no grant yet: a chart's own values switch it off, and whoever installs the chart may switch it on. */
  readonly leftOff?: LeftOff;
  readonly statement?: Statement;
  /** What the program that holds this calls, where its source is known. */
  readonly calls?: CalledActions;
  /** Kubernetes rules only: the four lists as written. */
  readonly rule?: {
    readonly groups: readonly Leaf[];
    readonly resources: readonly Leaf[];
    readonly verbs: readonly Leaf[];
    readonly names: readonly Leaf[];
    readonly urls: readonly Leaf[];
    /** Kind and name of the role that the rule belongs to: `ClusterRole/reader`. */
    readonly role?: Leaf;
    /** Labels of the ClusterRole, which decide into which others it is aggregated. */
    readonly labels?: Readonly<Record<string, Leaf>>;
    /** Label selectors of a ClusterRole that aggregates others. */
    readonly aggregates?: readonly Readonly<Record<string, string>>[];
  };
}

/** Who may become whom. `principals` may; `assumes` is who they become; the claims stand in `conditions`. */
export interface Trust extends Grant {
  readonly role: 'trust';
  readonly assumes?: Leaf;
}

export interface Credential {
  readonly anchor: string;
  readonly platform: Platform;
  readonly kind:
    | 'access-key'
    | 'sa-key'
    | 'app-password'
    | 'certificate'
    | 'token'
    | 'db-password'
    | 'ssh-key'
    | 'login-password'
    | 'password-policy'
    | 'service-specific'
    | 'static-provider'
    | 'local-auth'
    | 'no-identity'
    | 'vault-item';
  readonly owner?: Principal;
  readonly lifetime: Lifetime;
  readonly rotation?: Leaf;
  readonly storedIn: 'state' | 'repo' | 'ci-secret' | 'vault' | 'cluster' | 'unknown';
  readonly at: Place;
  readonly carrier: Carrier;
  readonly enabled: 'yes' | 'no' | 'maybe';
  /** As of a grant. */
  readonly leftOff?: LeftOff;
}

export interface Identity {
  /** `platform:kind:name`, the same for one identity seen from several files; a name that holds only where it is written carries that place (`local-name.ts`). */
  readonly id: string;
  readonly platform: Platform;
  readonly kind:
    | 'role'
    | 'user'
    | 'group'
    | 'service-account'
    | 'managed-identity'
    | 'application'
    | 'workflow-job'
    | 'agent'
    | 'oauth-client'
    | 'database-role'
    | 'machine';
  readonly name: string;
  readonly owner?: Leaf;
  readonly environment?: string;
  /** Sorted `kind:value` items of what it may do, ready for a baseline. */
  readonly scopeItems: readonly string[];
  readonly at: Place;
  readonly carrier: Carrier;
  /** As of a grant. */
  readonly leftOff?: LeftOff;
  /** Facts about an identity that only its platform has: a permission boundary, automounting, session length. */
  readonly traits: Readonly<Record<string, Leaf>>;
}

/** A place that reads a version of a secret that is kept elsewhere: an ExternalSecret, a data source. */
export interface VaultReference {
  readonly anchor: string;
  /** As written, with or without the mount. */
  readonly path: Leaf;
  readonly version: Leaf;
  readonly carrier: Carrier;
}

/** A resource that a policy beside it can name in place of `*`. */
export interface DeclaredResource {
  /** Service and type: `sqs:queue`. */
  readonly type: string;
  readonly dialect: 'terraform' | 'cloudformation' | 'cdk' | 'pulumi';
  /** `aws_sqs_queue.jobs`, a logical id, or what a program calls it: `queue`, `this.queue`. */
  readonly address: string;
  /** What gives its ARN: an attribute; empty where the reference itself does. */
  readonly attribute: string;
  /** In programs: from where to where the name can be used. */
  readonly visible?: Span;
  readonly at: Place;
}

/** What a reader could not do, said in `posture explain` and in the summary; never a finding. */
export interface Problem {
  readonly kind: 'syntax' | 'unresolved' | 'limit';
  readonly message: string;
  readonly at: Place;
  /** Where in the structure: what an approval was given for and can no longer be read is not gone. */
  readonly anchor?: string;
}

export interface Facts {
  readonly grants: Grant[];
  readonly trusts: Trust[];
  readonly credentials: Credential[];
  readonly identities: Identity[];
  readonly workflows: Workflow[];
  readonly agents: Agent[];
  readonly oauthClients: OAuthClient[];
  readonly vaultReferences: VaultReference[];
  readonly declared: DeclaredResource[];
  readonly problems: Problem[];
}

/** Adds the facts of one reading to those of others. */
export function addFacts(into: Facts, from: Facts): void {
  for (const kind of Object.keys(into) as (keyof Facts)[]) {
    // One by one: a call takes no more arguments than the stack has room for.
    const all = into[kind] as unknown[];
    for (const fact of from[kind]) all.push(fact);
  }
}

export function noFacts(): Facts {
  return {
    grants: [],
    trusts: [],
    credentials: [],
    identities: [],
    workflows: [],
    agents: [],
    oauthClients: [],
    vaultReferences: [],
    declared: [],
    problems: [],
  };
}
